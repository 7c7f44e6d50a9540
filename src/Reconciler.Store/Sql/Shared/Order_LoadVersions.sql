-- Every version of one order in the order in which they came.
SELECT v.version, v.stands, v.file_no, v.line, v.text_offset, v.text_length, v.raw_text AS raw_text,
    v.marketplace, v.order_id, v.placed_at, v.placed_first, v.placed_last, v.paid_at, v.paid_first, v.paid_last, v.status, v.status_at,
    v.total, v.currency, v.charged, v.charged_currency, v.refunded, v.refunded_currency,
    v.checkout_id, v.payment_reference, v.seller, v.description, v.other_ids, v.paid_otherwise, v.extra
FROM order_versions AS v
WHERE v.order_id = @order_id AND v.marketplace = @marketplace
ORDER BY v.version;
