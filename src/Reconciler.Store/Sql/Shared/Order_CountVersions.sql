-- How many versions of orders there are: one row. Versions are only ever added.
SELECT COUNT(*) AS versions
FROM order_versions;
