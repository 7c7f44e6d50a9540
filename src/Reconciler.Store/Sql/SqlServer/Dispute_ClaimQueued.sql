-- The ids of the oldest queued disputes, @max at the most, which now are sending.
UPDATE disputes
SET state = @sending
OUTPUT inserted.dispute_id
WHERE dispute_id IN (
    SELECT TOP (@max) q.dispute_id
    FROM disputes AS q
    WHERE q.state = @queued
    ORDER BY q.created_at, q.dispute_id);
