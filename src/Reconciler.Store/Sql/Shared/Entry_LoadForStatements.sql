-- The standing versions of entries that came after the version numbered @after and were booked from @from_time up to, but not at, @to_time, each behind its version number, by wallet, currency, time and id; one row a match, with what its order
-- says. The texts of the row are left empty.
SELECT v.version_no, v.version, v.stands, v.file_no, v.line, v.text_offset, v.text_length, NULL AS raw_text,
    v.wallet, v.transaction_id, v.booked_at, '' AS booked_at_text, v.booked_first, v.booked_last, v.type, v.status,
    v.amount, v.currency, v.original_amount, v.original_currency, v.exchange_rate, v.fee,
    v.fee_currency, v.counterparty, '' AS order_reference, '' AS related_transaction_id, '' AS description, v.balance_after,
    v.balance_currency, v.opening_balance, v.opening_currency, '' AS extra, m.role, m.marketplace,
    m.order_id, m.amount AS part, m.currency AS part_currency, o.total, o.currency AS total_currency, o.charged,
    o.charged_currency, o.refunded, o.refunded_currency
FROM entry_versions AS v
LEFT JOIN matches AS m ON m.transaction_id = v.transaction_id AND m.wallet = v.wallet
LEFT JOIN order_versions AS o ON o.order_id = m.order_id AND o.marketplace = m.marketplace AND o.stands = 1
WHERE v.stands = 1 AND v.version_no > @after AND v.booked_at >= @from_time AND v.booked_at < @to_time
ORDER BY v.wallet, v.currency, v.booked_at, v.transaction_id, m.match_id;
