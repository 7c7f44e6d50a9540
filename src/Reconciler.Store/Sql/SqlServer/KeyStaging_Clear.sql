-- Nothing. Clears one batch's keys.
DELETE FROM key_staging
WHERE batch_id = @batch_id;
