-- Every match, sorted by id.
SELECT match_id, role, marketplace, order_id, wallet, transaction_id,
    amount, currency, rule_name, confidence, why
FROM matches
ORDER BY match_id;
