-- Nothing. Forgets the keys of one segment.
DELETE FROM record_keys
WHERE segment = @segment;
