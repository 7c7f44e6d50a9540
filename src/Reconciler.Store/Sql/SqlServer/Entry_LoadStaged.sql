-- Every version that is known under the keys of the batch, those of one entry in the order in which they came.
SELECT v.version, v.stands, v.file_no, v.line, v.text_offset, v.text_length, v.raw_text AS raw_text,
    v.wallet, v.transaction_id, v.booked_at, v.booked_at_text, v.booked_first, v.booked_last, v.type, v.status,
    v.amount, v.currency, v.original_amount, v.original_currency, v.exchange_rate, v.fee,
    v.fee_currency, v.counterparty, v.order_reference, v.related_transaction_id, v.description, v.balance_after,
    v.balance_currency, v.opening_balance, v.opening_currency, v.extra
FROM key_staging AS s
JOIN entry_versions AS v ON v.transaction_id = s.id AND v.wallet = s.owner
WHERE s.batch_id = @batch_id
ORDER BY s.row_no, v.version;
