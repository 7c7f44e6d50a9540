-- Nothing. Notes when the approvers were told of what waits.
UPDATE disputes
SET asked_at = @asked_at
WHERE state = @waiting;
