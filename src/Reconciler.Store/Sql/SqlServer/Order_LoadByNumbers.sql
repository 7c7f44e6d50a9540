-- Every version of these orders (JSON: the numbers of their first ones), in no order, each behind that number. The raw text is left empty.
SELECT f.version_no AS first_no, v.version, v.stands, v.file_no, v.line, v.text_offset, v.text_length, NULL AS raw_text,
    v.marketplace, v.order_id, v.placed_at, v.placed_first, v.placed_last, v.paid_at, v.paid_first, v.paid_last, v.status, v.status_at,
    v.total, v.currency, v.charged, v.charged_currency, v.refunded, v.refunded_currency,
    v.checkout_id, v.payment_reference, v.seller, v.description, v.other_ids, v.paid_otherwise, v.extra
FROM OPENJSON(@numbers) WITH (version_no bigint '$') AS n
JOIN order_versions AS f ON f.version_no = n.version_no
JOIN order_versions AS v ON v.order_id = f.order_id AND v.marketplace = f.marketplace;
