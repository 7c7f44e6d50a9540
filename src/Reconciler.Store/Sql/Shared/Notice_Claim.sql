-- Nothing; one row is changed where the notice was queued: it now is sending, by one try more.
UPDATE notices
SET state = @sending, tries = tries + 1, tried_at = @tried_at, note = @note
WHERE notice_id = @notice_id AND state = @queued;
