-- One match by its id behind its number, or nothing.
SELECT match_no, match_id, role, marketplace, order_id, wallet, transaction_id,
    amount, currency, rule_name, confidence, why
FROM matches
WHERE match_id = @match_id;
