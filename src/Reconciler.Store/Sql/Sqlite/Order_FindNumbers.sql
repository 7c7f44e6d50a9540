-- The numbers of the first versions of these orders (JSON: [["marketplace","id"],…]), in no order.
SELECT f.version_no
FROM json_each(@ids) AS i
JOIN order_versions AS f ON f.order_id = i.value ->> '$[1]' AND f.marketplace = i.value ->> '$[0]' AND f.version = 1;
