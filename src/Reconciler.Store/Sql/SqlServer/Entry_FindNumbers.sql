-- The numbers of the first versions of these entries (JSON: [["wallet","id"],…]), in no order.
SELECT f.version_no
FROM OPENJSON(@ids) WITH (wallet nvarchar(64) COLLATE Latin1_General_100_BIN2 '$[0]', transaction_id nvarchar(300) COLLATE Latin1_General_100_BIN2 '$[1]') AS i
JOIN entry_versions AS f ON f.transaction_id = i.transaction_id AND f.wallet = i.wallet AND f.version = 1;
