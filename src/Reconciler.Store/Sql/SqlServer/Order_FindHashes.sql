-- The row of the batch, and number and content hash of every version known under its key.
SELECT s.row_no, v.version, v.content_hash
FROM key_staging AS s
JOIN order_versions AS v ON v.order_id = s.id AND v.marketplace = s.owner
WHERE s.batch_id = @batch_id;
