-- Every version of entries from the id @from on, in order of ids, each behind its id.
SELECT v.transaction_id AS found_id, v.version, v.stands, v.file_no, v.line, v.text_offset, v.text_length, v.raw_text AS raw_text,
    v.wallet, v.transaction_id, v.booked_at, v.booked_at_text, v.booked_first, v.booked_last, v.type, v.status,
    v.amount, v.currency, v.original_amount, v.original_currency, v.exchange_rate, v.fee,
    v.fee_currency, v.counterparty, v.order_reference, v.related_transaction_id, v.description, v.balance_after,
    v.balance_currency, v.opening_balance, v.opening_currency, v.extra
FROM entry_versions AS v
WHERE v.transaction_id >= @from
ORDER BY v.transaction_id, v.wallet, v.version;
