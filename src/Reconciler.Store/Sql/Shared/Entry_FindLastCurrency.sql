-- The currency of a wallet's last entry, or no row.
SELECT v.currency
FROM entry_versions AS v
WHERE v.stands = 1 AND v.wallet = @wallet AND v.booked_at = (SELECT MAX(b.booked_at) FROM entry_versions AS b WHERE b.stands = 1 AND b.wallet = @wallet)
ORDER BY v.transaction_id DESC;
