-- The findings of which the history tells more after @history_no, as they stand, sorted by id.
SELECT finding_id, kind, state, orders, transactions, amount,
    currency, due_on, found_at, confidence, why
FROM findings
WHERE finding_id IN (SELECT h.finding_id FROM finding_history AS h WHERE h.history_no > @history_no)
ORDER BY finding_id;
