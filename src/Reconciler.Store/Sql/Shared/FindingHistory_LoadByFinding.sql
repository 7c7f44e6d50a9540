-- Every state of one finding and the run that wrote it, in the order of writing.
SELECT run_id,
    finding_id, kind, state, orders, transactions, amount,
    currency, due_on, found_at, confidence, why
FROM finding_history
WHERE finding_id = @finding_id
ORDER BY history_no;
