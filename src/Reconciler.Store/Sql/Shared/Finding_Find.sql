-- One finding as it stands, or no row.
SELECT finding_id, kind, state, orders, transactions, amount,
    currency, due_on, found_at, confidence, why
FROM findings
WHERE finding_id = @finding_id;
