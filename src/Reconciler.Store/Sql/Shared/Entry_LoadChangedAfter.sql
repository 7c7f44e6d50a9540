-- The standing versions of entries that came after the version numbered @after and were booked from @from_time up to, but not at, @to_time, or had been before, sorted by id, each behind its version number; with status and amount of the version before. The raw text is left empty.
SELECT v.version_no, v.version, v.stands, v.file_no, v.line, v.text_offset, v.text_length, NULL AS raw_text,
    v.wallet, v.transaction_id, v.booked_at, '' AS booked_at_text, v.booked_first, v.booked_last, v.type, v.status,
    v.amount, v.currency, v.original_amount, v.original_currency, v.exchange_rate, v.fee,
    v.fee_currency, v.counterparty, v.order_reference, v.related_transaction_id, v.description, v.balance_after,
    v.balance_currency, v.opening_balance, v.opening_currency, v.extra,
    b.status AS status_before, b.amount AS amount_before, b.currency AS currency_before
FROM entry_versions AS v
LEFT JOIN entry_versions AS b ON b.version_no = (
    SELECT MAX(e.version_no) FROM entry_versions AS e WHERE e.transaction_id = v.transaction_id AND e.wallet = v.wallet AND e.version_no <= @after)
WHERE v.stands = 1 AND v.version_no > @after
    AND ((v.booked_at >= @from_time AND v.booked_at < @to_time) OR (b.booked_at >= @from_time AND b.booked_at < @to_time))
ORDER BY v.wallet, v.transaction_id;
