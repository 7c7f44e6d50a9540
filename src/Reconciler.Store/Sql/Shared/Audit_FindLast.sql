-- The last line, or no row.
SELECT seq, at_utc, actor, action, subject, details, previous_hash, hash
FROM audit
WHERE seq = (SELECT MAX(l.seq) FROM audit AS l);
