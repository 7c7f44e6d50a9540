-- What people told about all cases, in order.
SELECT dispute_id, kind, given_at, os_user, reason, refunded_on, refund_reference
FROM instructions
ORDER BY instruction_no;
