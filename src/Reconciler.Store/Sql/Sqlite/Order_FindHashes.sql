-- Number and content hash of every version of one order.
SELECT version, content_hash
FROM order_versions
WHERE order_id = @id AND marketplace = @owner;
