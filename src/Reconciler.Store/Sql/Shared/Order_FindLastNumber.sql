-- The number of the version of orders that was added last, or 0: one row.
SELECT COALESCE(MAX(version_no), 0) AS version_no
FROM order_versions;
