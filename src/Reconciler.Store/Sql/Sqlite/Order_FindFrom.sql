-- The id of each version of orders from @from on, in order.
SELECT order_id
FROM order_versions
WHERE order_id >= @from
ORDER BY order_id;
