-- Nothing. Forgets how all records stood.
DELETE FROM record_states;
