-- The findings at risk, and those of which letters tell, sorted by id.
SELECT finding_id, kind, state, orders, transactions, amount,
    currency, due_on, found_at, confidence, why
FROM findings
WHERE finding_id IN (
    SELECT r.finding_id FROM findings AS r WHERE r.state IN ('open', 'disputed')
    UNION ALL
    SELECT d.finding_id FROM disputes AS d)
ORDER BY finding_id;
