-- How many matches there are of entries booked from @from_time up to, but not at, @to_time.
SELECT CAST(COUNT(*) AS bigint) AS matches
FROM entry_versions AS v
JOIN matches AS m ON m.transaction_id = v.transaction_id AND m.wallet = v.wallet
WHERE v.stands = 1 AND v.booked_at >= @from_time AND v.booked_at < @to_time;
