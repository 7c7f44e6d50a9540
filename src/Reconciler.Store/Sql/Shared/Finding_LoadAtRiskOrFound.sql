-- The findings at risk, and those found from @from_time up to, but not at, @to_time, as they stand, sorted by id.
SELECT finding_id, kind, state, orders, transactions, amount,
    currency, due_on, found_at, confidence, why
FROM findings
WHERE state IN ('open', 'disputed') OR (found_at >= @from_time AND found_at < @to_time)
ORDER BY finding_id;
