-- Nothing; one row is changed where the dispute stood in @from_state.
UPDATE disputes
SET state = @to_state, note = COALESCE(@note, note), sent_at = COALESCE(@sent_at, sent_at), approved_by = COALESCE(@approved_by, approved_by)
WHERE dispute_id = @dispute_id AND state = @from_state;
