-- Every line from the first to the last.
SELECT seq, at_utc, actor, action, subject, details, previous_hash, hash
FROM audit
ORDER BY seq;
