-- The matches of these entries (JSON: [["wallet","transaction id"],…]), in no order, each behind its number.
SELECT m.match_no, m.match_id, m.role, m.marketplace, m.order_id, m.wallet, m.transaction_id,
    m.amount, m.currency, m.rule_name, m.confidence, m.why
FROM OPENJSON(@ids) WITH (wallet nvarchar(64) COLLATE Latin1_General_100_BIN2 '$[0]', transaction_id nvarchar(300) COLLATE Latin1_General_100_BIN2 '$[1]') AS i
JOIN matches AS m ON m.transaction_id = i.transaction_id AND m.wallet = i.wallet;
