-- These findings (JSON: their ids) as they stand, in no order, and as what the last matching found them.
SELECT f.found_as, f.finding_id, f.kind, f.state, f.orders, f.transactions, f.amount,
    f.currency, f.due_on, f.found_at, f.confidence, f.why
FROM json_each(@ids) AS i
JOIN findings AS f ON f.finding_id = i.value;
