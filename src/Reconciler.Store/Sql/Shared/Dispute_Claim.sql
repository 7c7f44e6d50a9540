-- Nothing; one row is changed where the dispute was queued: it now is sending, by one try more.
UPDATE disputes
SET state = @sending, tries = tries + 1, tried_at = @tried_at
WHERE dispute_id = @dispute_id AND state = @queued;
