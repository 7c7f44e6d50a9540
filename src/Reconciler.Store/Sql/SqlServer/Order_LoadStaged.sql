-- Every version that is known under the keys of the batch, those of one order in the order in which they came.
SELECT v.version, v.stands, v.file_no, v.line, v.text_offset, v.text_length, v.raw_text AS raw_text,
    v.marketplace, v.order_id, v.placed_at, v.placed_first, v.placed_last, v.paid_at, v.paid_first, v.paid_last, v.status, v.status_at,
    v.total, v.currency, v.charged, v.charged_currency, v.refunded, v.refunded_currency,
    v.checkout_id, v.payment_reference, v.seller, v.description, v.other_ids, v.paid_otherwise, v.extra
FROM key_staging AS s
JOIN order_versions AS v ON v.order_id = s.id AND v.marketplace = s.owner
WHERE s.batch_id = @batch_id
ORDER BY s.row_no, v.version;
