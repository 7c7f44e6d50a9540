-- Dispute and file name of every attachment, in order.
SELECT dispute_id, name
FROM dispute_attachments
ORDER BY dispute_id, position;
