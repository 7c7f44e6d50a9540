-- Number and content hash of every version of one entry.
SELECT version, content_hash
FROM entry_versions
WHERE transaction_id = @id AND wallet = @owner;
