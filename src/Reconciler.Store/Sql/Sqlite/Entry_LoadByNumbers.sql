-- Every version of these entries (JSON: the numbers of their first ones), in no order, each behind that number. The raw text is left empty.
SELECT f.version_no AS first_no, v.version, v.stands, v.file_no, v.line, v.text_offset, v.text_length, NULL AS raw_text,
    v.wallet, v.transaction_id, v.booked_at, '' AS booked_at_text, v.booked_first, v.booked_last, v.type, v.status,
    v.amount, v.currency, v.original_amount, v.original_currency, v.exchange_rate, v.fee,
    v.fee_currency, v.counterparty, v.order_reference, v.related_transaction_id, v.description, v.balance_after,
    v.balance_currency, v.opening_balance, v.opening_currency, v.extra
FROM json_each(@numbers) AS n
JOIN entry_versions AS f ON f.version_no = n.value
JOIN entry_versions AS v ON v.transaction_id = f.transaction_id AND v.wallet = f.wallet;
