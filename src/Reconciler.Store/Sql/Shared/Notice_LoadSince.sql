-- The notices that wait or are being handed over, whenever they were made, and all that were made or tried from @from_time on, in the order of making.
SELECT notice_id, kind, about, recipients, message_id, state,
    tries, tried_at, sent_at, created_at, note
FROM notices
WHERE state IN ('queued', 'sending') OR created_at >= @from_time OR tried_at >= @from_time
ORDER BY created_at, notice_id;
