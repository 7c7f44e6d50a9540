-- Nothing. Forgets all keys.
DELETE FROM record_keys;
