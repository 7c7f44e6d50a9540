-- The matches of these entries (JSON: [["wallet","transaction id"],…]), in no order, each behind its number.
SELECT m.match_no, m.match_id, m.role, m.marketplace, m.order_id, m.wallet, m.transaction_id,
    m.amount, m.currency, m.rule_name, m.confidence, m.why
FROM json_each(@ids) AS i
JOIN matches AS m ON m.transaction_id = i.value ->> '$[1]' AND m.wallet = i.value ->> '$[0]';
