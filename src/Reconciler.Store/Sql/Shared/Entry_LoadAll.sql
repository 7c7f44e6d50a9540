-- The standing version of every entry and the versions that tell other money, those of one entry together, sorted by id.
-- The raw text is left empty unless @with_raw_text is 1.
SELECT v.version, v.stands, f.sha256, f.name, v.line, CASE WHEN @with_raw_text = 1 THEN v.raw_text ELSE '' END AS raw_text,
    v.wallet, v.transaction_id, v.booked_at, v.booked_at_text, v.booked_first, v.booked_last, v.type, v.status,
    v.amount, v.currency, v.original_amount, v.original_currency, v.exchange_rate, v.fee,
    v.fee_currency, v.counterparty, v.order_reference, v.related_transaction_id, v.description, v.balance_after,
    v.balance_currency, v.opening_balance, v.opening_currency, v.extra
FROM entry_versions AS v
JOIN input_files AS f ON f.file_no = v.file_no
WHERE v.stands <> 0
ORDER BY v.transaction_id, v.wallet, v.version;
