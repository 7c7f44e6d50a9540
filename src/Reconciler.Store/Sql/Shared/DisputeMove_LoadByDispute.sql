-- Every change of state of one dispute, in order.
SELECT from_state, to_state, moved_at, note
FROM dispute_moves
WHERE dispute_id = @dispute_id
ORDER BY move_no;
