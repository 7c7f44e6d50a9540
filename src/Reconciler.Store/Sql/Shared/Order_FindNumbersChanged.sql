-- The numbers of the first versions of the orders of which a version came after the one of that number, in no order.
SELECT DISTINCT f.version_no
FROM order_versions AS v
JOIN order_versions AS f ON f.order_id = v.order_id AND f.marketplace = v.marketplace AND f.version = 1
WHERE v.version_no > @after;
