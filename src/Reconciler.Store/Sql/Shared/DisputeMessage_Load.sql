-- The mail of one dispute, or no row.
SELECT content
FROM dispute_messages
WHERE dispute_id = @dispute_id;
