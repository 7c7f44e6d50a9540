-- The lines of one action, from the last to the first.
SELECT seq, at_utc, actor, action, subject, details, previous_hash, hash
FROM audit
WHERE action = @action
ORDER BY seq DESC;
