-- The findings at risk, sorted by id.
SELECT finding_id, kind, state, orders, transactions, amount,
    currency, due_on, found_at, confidence, why
FROM findings
WHERE state IN ('open', 'disputed')
ORDER BY finding_id;
