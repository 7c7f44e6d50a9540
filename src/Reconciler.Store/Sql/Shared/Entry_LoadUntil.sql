-- Every version of every entry up to the one that was added as number @until, those of one entry together, sorted by id.
SELECT v.version, v.stands, v.file_no, v.line, v.text_offset, v.text_length, v.raw_text AS raw_text,
    v.wallet, v.transaction_id, v.booked_at, v.booked_at_text, v.booked_first, v.booked_last, v.type, v.status,
    v.amount, v.currency, v.original_amount, v.original_currency, v.exchange_rate, v.fee,
    v.fee_currency, v.counterparty, v.order_reference, v.related_transaction_id, v.description, v.balance_after,
    v.balance_currency, v.opening_balance, v.opening_currency, v.extra
FROM entry_versions AS v
WHERE v.version_no <= @until
ORDER BY v.transaction_id, v.wallet, v.version;
