-- The triggers that are there and at work, with their texts.
SELECT name, OBJECT_DEFINITION(object_id)
FROM sys.triggers
WHERE is_disabled = 0;
