-- The attached files of one dispute, in order.
SELECT name, media_type, content, source
FROM dispute_attachments
WHERE dispute_id = @dispute_id
ORDER BY position;
