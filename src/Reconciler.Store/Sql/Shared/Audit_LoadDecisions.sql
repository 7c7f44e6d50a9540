-- The lines that tell of people's decisions, from the first to the last.
SELECT seq, at_utc, actor, action, subject, details, previous_hash, hash
FROM audit
WHERE action IN ('decided pair', 'decided unmatch', 'decided dismiss', 'decided write-off', 'decision undone')
ORDER BY seq;
