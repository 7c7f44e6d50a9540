-- The matches of these orders (JSON: [["marketplace","id"],…]), in no order.
SELECT m.match_id, m.role, m.marketplace, m.order_id, m.wallet, m.transaction_id,
    m.amount, m.currency, m.rule_name, m.confidence, m.why
FROM OPENJSON(@ids) WITH (marketplace nvarchar(64) COLLATE Latin1_General_100_BIN2 '$[0]', order_id nvarchar(300) COLLATE Latin1_General_100_BIN2 '$[1]') AS i
JOIN matches AS m ON m.order_id = i.order_id AND m.marketplace = i.marketplace;
