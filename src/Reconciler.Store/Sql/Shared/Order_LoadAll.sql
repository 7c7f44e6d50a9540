-- The standing version of every order and the versions that tell other money, in no order. The raw text is left empty.
SELECT v.version, v.stands, v.file_no, v.line, v.text_offset, v.text_length, NULL AS raw_text,
    v.marketplace, v.order_id, v.placed_at, v.placed_first, v.placed_last, v.paid_at, v.paid_first, v.paid_last, v.status, v.status_at,
    v.total, v.currency, v.charged, v.charged_currency, v.refunded, v.refunded_currency,
    v.checkout_id, v.payment_reference, v.seller, v.description, v.other_ids, v.paid_otherwise, v.extra
FROM order_versions AS v
WHERE v.stands <> 0;
