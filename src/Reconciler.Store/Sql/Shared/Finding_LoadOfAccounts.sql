-- The findings on the statements of accounts, and on transfers between them, as they stand, and as what the last matching found them.
SELECT f.found_as, f.finding_id, f.kind, f.state, f.orders, f.transactions, f.amount,
    f.currency, f.due_on, f.found_at, f.confidence, f.why
FROM findings AS f
WHERE f.kind IN ('statement-gap', 'transfer-missing')
ORDER BY f.finding_id;
