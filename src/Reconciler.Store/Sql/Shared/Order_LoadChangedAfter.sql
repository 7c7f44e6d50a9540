-- The standing versions of orders that came after the version numbered @after and were placed from @from_time up to, but not at, @to_time, or had been before, sorted by id, each behind its version number; with status and total of the version before. The raw text is left empty.
SELECT v.version_no, v.version, v.stands, v.file_no, v.line, v.text_offset, v.text_length, NULL AS raw_text,
    v.marketplace, v.order_id, v.placed_at, v.placed_first, v.placed_last, v.paid_at, v.paid_first, v.paid_last, v.status, v.status_at,
    v.total, v.currency, v.charged, v.charged_currency, v.refunded, v.refunded_currency,
    v.checkout_id, v.payment_reference, v.seller, v.description, v.other_ids, v.paid_otherwise, v.extra,
    b.status AS status_before, b.total AS total_before, b.currency AS currency_before
FROM order_versions AS v
LEFT JOIN order_versions AS b ON b.version_no = (
    SELECT MAX(e.version_no) FROM order_versions AS e WHERE e.order_id = v.order_id AND e.marketplace = v.marketplace AND e.version_no <= @after)
WHERE v.stands = 1 AND v.version_no > @after
    AND ((v.placed_at >= @from_time AND v.placed_at < @to_time) OR (b.placed_at >= @from_time AND b.placed_at < @to_time))
ORDER BY v.marketplace, v.order_id;
