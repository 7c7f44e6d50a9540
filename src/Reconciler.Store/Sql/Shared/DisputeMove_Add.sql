-- Nothing. Keeps one change of state.
INSERT INTO dispute_moves (
    dispute_id, from_state, to_state, moved_at, note)
VALUES (
    @dispute_id, @from_state, @to_state, @moved_at, @note);
