-- Every finding as it stands, sorted by id.
SELECT finding_id, kind, state, orders, transactions, amount,
    currency, due_on, found_at, confidence, why
FROM findings
ORDER BY finding_id;
