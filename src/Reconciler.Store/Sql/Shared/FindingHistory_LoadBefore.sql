-- Of the findings of which the history tells more after @history_no every state that it tells up to it, in the order of writing: finding, state and sum.
SELECT h.finding_id, h.state, h.amount, h.currency
FROM finding_history AS h
WHERE h.history_no <= @history_no AND h.finding_id IN (SELECT c.finding_id FROM finding_history AS c WHERE c.history_no > @history_no)
ORDER BY h.history_no;
