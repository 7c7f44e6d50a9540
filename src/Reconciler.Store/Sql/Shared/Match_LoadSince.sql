-- The matches that came or changed after the one of that number, sorted by id.
SELECT match_id, role, marketplace, order_id, wallet, transaction_id,
    amount, currency, rule_name, confidence, why
FROM matches
WHERE match_id IN (SELECT m.match_id FROM matches AS m WHERE m.match_no > @match_no)
ORDER BY match_id;
