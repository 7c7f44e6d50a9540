-- The lines about some things (JSON: their ids), from the first to the last.
SELECT l.seq, l.at_utc, l.actor, l.action, l.subject, l.details, l.previous_hash, l.hash
FROM json_each(@ids) AS i
JOIN audit AS l ON l.subject = i.value
ORDER BY l.seq;
