-- The first version of each of the orders with these numbers, in no order, each behind its number, but those that tell nothing any more. The raw text is left empty.
SELECT v.version_no AS first_no, v.version, v.stands, v.file_no, v.line, v.text_offset, v.text_length, NULL AS raw_text,
    v.marketplace, v.order_id, v.placed_at, v.placed_first, v.placed_last, v.paid_at, v.paid_first, v.paid_last, v.status, v.status_at,
    v.total, v.currency, v.charged, v.charged_currency, v.refunded, v.refunded_currency,
    v.checkout_id, v.payment_reference, v.seller, v.description, v.other_ids, v.paid_otherwise, v.extra
FROM order_versions AS v
WHERE v.version = 1 AND v.stands <> 0 AND v.version_no BETWEEN @from AND @to;
