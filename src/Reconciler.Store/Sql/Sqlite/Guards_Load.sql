-- The triggers that are there, with their texts.
SELECT name, sql
FROM sqlite_master
WHERE type = 'trigger';
