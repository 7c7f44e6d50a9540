-- The ids of the oldest queued disputes, @max at the most, which now are sending.
UPDATE disputes
SET state = @sending
WHERE dispute_id IN (
    SELECT q.dispute_id
    FROM disputes AS q
    WHERE q.state = @queued
    ORDER BY q.created_at, q.dispute_id
    LIMIT @max)
RETURNING dispute_id;
