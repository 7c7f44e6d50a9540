-- Number and hash of the last line, or no row.
SELECT seq, hash
FROM audit
WHERE seq = (SELECT MAX(l.seq) FROM audit AS l);
