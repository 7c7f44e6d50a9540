-- The matches of entries booked from @from_time up to, but not at, @to_time, sorted by id.
SELECT m.match_id, m.role, m.marketplace, m.order_id, m.wallet, m.transaction_id,
    m.amount, m.currency, m.rule_name, m.confidence, m.why
FROM entry_versions AS v
JOIN matches AS m ON m.transaction_id = v.transaction_id AND m.wallet = v.wallet
WHERE v.stands = 1 AND v.booked_at >= @from_time AND v.booked_at < @to_time
ORDER BY m.match_id;
