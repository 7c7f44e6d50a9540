-- The numbers of the first versions of these orders (JSON: [["marketplace","id"],…]), in no order.
SELECT f.version_no
FROM OPENJSON(@ids) WITH (marketplace nvarchar(64) COLLATE Latin1_General_100_BIN2 '$[0]', order_id nvarchar(300) COLLATE Latin1_General_100_BIN2 '$[1]') AS i
JOIN order_versions AS f ON f.order_id = i.order_id AND f.marketplace = i.marketplace AND f.version = 1;
