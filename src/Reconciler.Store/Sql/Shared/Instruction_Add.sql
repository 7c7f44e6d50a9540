-- Nothing. Keeps what a person told about a case.
INSERT INTO instructions (
    dispute_id, kind, given_at, os_user, reason, refunded_on,
    refund_reference)
VALUES (
    @dispute_id, @kind, @given_at, @os_user, @reason, @refunded_on,
    @refund_reference);
