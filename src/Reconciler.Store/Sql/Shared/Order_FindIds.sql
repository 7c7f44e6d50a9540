-- The marketplace and id of each order whose id is @text, or that is written @owner/@id; sorted.
SELECT DISTINCT v.marketplace, v.order_id
FROM order_versions AS v
WHERE v.order_id = @text OR (v.order_id = @id AND v.marketplace = @owner)
ORDER BY v.order_id, v.marketplace;
