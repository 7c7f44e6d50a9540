-- Nothing. Forgets how a record stood.
DELETE FROM record_states
WHERE record_no = @record_no;
