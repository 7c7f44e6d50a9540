-- The lines about some things (JSON: their ids), from the first to the last.
SELECT l.seq, l.at_utc, l.actor, l.action, l.subject, l.details, l.previous_hash, l.hash
FROM OPENJSON(@ids) WITH (subject nvarchar(300) '$') AS i
JOIN audit AS l ON l.subject = i.subject
ORDER BY l.seq;
