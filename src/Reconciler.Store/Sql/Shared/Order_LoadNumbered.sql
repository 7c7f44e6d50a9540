-- Every version of all orders but those that tell nothing any more, in no order, each behind the number of its first one. The raw text is left empty.
SELECT CASE WHEN v.version = 1 THEN v.version_no ELSE f.version_no END AS first_no, v.version, v.stands, v.file_no, v.line, v.text_offset, v.text_length, NULL AS raw_text,
    v.marketplace, v.order_id, v.placed_at, v.placed_first, v.placed_last, v.paid_at, v.paid_first, v.paid_last, v.status, v.status_at,
    v.total, v.currency, v.charged, v.charged_currency, v.refunded, v.refunded_currency,
    v.checkout_id, v.payment_reference, v.seller, v.description, v.other_ids, v.paid_otherwise, v.extra
FROM order_versions AS v
LEFT JOIN order_versions AS f ON v.version > 1 AND f.order_id = v.order_id AND f.marketplace = v.marketplace AND f.version = 1
WHERE v.stands <> 0;
