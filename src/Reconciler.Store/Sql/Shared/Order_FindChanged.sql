-- The marketplace and id of each order of which a version was added after the one numbered @after; sorted.
SELECT DISTINCT v.marketplace, v.order_id
FROM order_versions AS v
WHERE v.version_no > @after
ORDER BY v.order_id, v.marketplace;
