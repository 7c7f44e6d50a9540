-- Nothing. Keeps how a record stands.
INSERT INTO record_states (
    record_no, place, until_at, refund_direction, refund_marketplace, refund_due_on, refund_missing, refund_currency, registered, sought)
VALUES (
    @record_no, @place, @until_at, @refund_direction, @refund_marketplace, @refund_due_on, @refund_missing, @refund_currency, @registered, @sought);
