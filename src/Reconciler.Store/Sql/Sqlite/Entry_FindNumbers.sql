-- The numbers of the first versions of these entries (JSON: [["wallet","id"],…]), in no order.
SELECT f.version_no
FROM json_each(@ids) AS i
JOIN entry_versions AS f ON f.transaction_id = i.value ->> '$[1]' AND f.wallet = i.value ->> '$[0]' AND f.version = 1;
