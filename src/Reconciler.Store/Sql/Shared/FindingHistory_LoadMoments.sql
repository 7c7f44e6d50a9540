-- Every state of the findings that are at risk, or of which the history tells more after @history_no: finding, what wrote it, the clock of the run or the moment of the decision (null where neither is known), when it was first found, state and sum, in the order of writing.
SELECT h.finding_id, h.run_id, r.as_of, d.decided_at, h.found_at, h.state, h.amount, h.currency
FROM finding_history AS h
LEFT JOIN runs AS r ON r.run_id = h.run_id
LEFT JOIN decisions AS d ON d.decision_id = h.run_id
WHERE h.finding_id IN (
    SELECT f.finding_id FROM findings AS f WHERE f.state IN ('open', 'disputed')
    UNION ALL
    SELECT c.finding_id FROM finding_history AS c WHERE c.history_no > @history_no)
ORDER BY h.history_no;
