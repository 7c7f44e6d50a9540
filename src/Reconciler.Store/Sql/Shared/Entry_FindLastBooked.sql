-- When a wallet's last entry was booked; empty where it has none.
SELECT MAX(v.booked_at) AS booked_at
FROM entry_versions AS v
WHERE v.stands = 1 AND v.wallet = @wallet;
