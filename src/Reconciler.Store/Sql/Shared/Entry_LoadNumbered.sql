-- Every version of all entries but those that tell nothing any more, in no order, each behind the number of its first one. The raw text is left empty.
SELECT CASE WHEN v.version = 1 THEN v.version_no ELSE f.version_no END AS first_no, v.version, v.stands, v.file_no, v.line, v.text_offset, v.text_length, NULL AS raw_text,
    v.wallet, v.transaction_id, v.booked_at, '' AS booked_at_text, v.booked_first, v.booked_last, v.type, v.status,
    v.amount, v.currency, v.original_amount, v.original_currency, v.exchange_rate, v.fee,
    v.fee_currency, v.counterparty, v.order_reference, v.related_transaction_id, v.description, v.balance_after,
    v.balance_currency, v.opening_balance, v.opening_currency, v.extra
FROM entry_versions AS v
LEFT JOIN entry_versions AS f ON v.version > 1 AND f.transaction_id = v.transaction_id AND f.wallet = v.wallet AND f.version = 1
WHERE v.stands <> 0;
