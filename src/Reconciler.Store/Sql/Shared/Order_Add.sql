-- Nothing. Keeps one version of an order.
INSERT INTO order_versions (
    marketplace, order_id, version, stands, file_no, line, text_offset, text_length,
    placed_at, placed_first, placed_last, paid_at, paid_first, paid_last, status, status_at,
    total, currency, charged, charged_currency, refunded, refunded_currency,
    checkout_id, payment_reference, seller, description, other_ids, paid_otherwise, extra,
    raw_text)
VALUES (
    @marketplace, @order_id, @version, @stands, @file_no, @line, @text_offset, @text_length,
    @placed_at, @placed_first, @placed_last, @paid_at, @paid_first, @paid_last, @status, @status_at,
    @total, @currency, @charged, @charged_currency, @refunded, @refunded_currency,
    @checkout_id, @payment_reference, @seller, @description, @other_ids, @paid_otherwise, @extra,
    @raw_text);
