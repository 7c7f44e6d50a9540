-- The matches that came or changed after a run, sorted by id.
SELECT match_id, role, marketplace, order_id, wallet, transaction_id,
    amount, currency, rule_name, confidence, why
FROM matches
WHERE since_run > @run_id
ORDER BY match_id;
