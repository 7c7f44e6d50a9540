-- The standing versions of all top-ups, withdrawals and transfers that succeeded, in no order, each behind its version number. The raw text is left empty.
SELECT v.version_no, v.version, v.stands, v.file_no, v.line, v.text_offset, v.text_length, NULL AS raw_text,
    v.wallet, v.transaction_id, v.booked_at, '' AS booked_at_text, v.booked_first, v.booked_last, v.type, v.status,
    v.amount, v.currency, v.original_amount, v.original_currency, v.exchange_rate, v.fee,
    v.fee_currency, v.counterparty, v.order_reference, v.related_transaction_id, v.description, v.balance_after,
    v.balance_currency, v.opening_balance, v.opening_currency, v.extra
FROM entry_versions AS v
WHERE v.stands = 1 AND v.type IN (N'topup', N'withdrawal', N'transfer') AND v.status = N'succeeded';
