-- The standing version of every order and the versions that tell other money, those of one order together, sorted by id.
-- The raw text is left empty unless @with_raw_text is 1.
SELECT v.version, v.stands, f.sha256, f.name, v.line, CASE WHEN @with_raw_text = 1 THEN v.raw_text ELSE '' END AS raw_text,
    v.marketplace, v.order_id, v.placed_at, v.placed_first, v.placed_last, v.paid_at, v.paid_first, v.paid_last, v.status, v.status_at,
    v.total, v.currency, v.charged, v.charged_currency, v.refunded, v.refunded_currency,
    v.checkout_id, v.payment_reference, v.seller, v.description, v.other_ids, v.paid_otherwise, v.extra
FROM order_versions AS v
JOIN input_files AS f ON f.file_no = v.file_no
WHERE v.stands <> 0
ORDER BY v.order_id, v.marketplace, v.version;
