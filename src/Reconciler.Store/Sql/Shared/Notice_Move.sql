-- Nothing; one row is changed where the notice stood in @from_state.
UPDATE notices
SET state = @to_state, note = @note, sent_at = COALESCE(@sent_at, sent_at)
WHERE notice_id = @notice_id AND state = @from_state;
