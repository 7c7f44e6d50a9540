-- The matches of these orders (JSON: [["marketplace","id"],…]), in no order. All are looked through: an index that serves letters alone would cost every run more.
SELECT m.match_id, m.role, m.marketplace, m.order_id, m.wallet, m.transaction_id,
    m.amount, m.currency, m.rule_name, m.confidence, m.why
FROM matches AS m
WHERE (m.order_id, m.marketplace) IN (SELECT i.value ->> '$[1]', i.value ->> '$[0]' FROM json_each(@ids) AS i);
