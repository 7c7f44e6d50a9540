-- The numbers of the first versions of those orders of which a later version tells something, sorted.
SELECT DISTINCT f.version_no AS first_no
FROM order_versions AS v
JOIN order_versions AS f ON f.order_id = v.order_id AND f.marketplace = v.marketplace AND f.version = 1
WHERE v.version > 1 AND v.stands <> 0
ORDER BY first_no;
