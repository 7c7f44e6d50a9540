-- The refunds that are awaited.
SELECT s.refund_direction, s.refund_marketplace, s.refund_due_on, s.refund_missing, s.refund_currency
FROM record_states AS s
WHERE s.refund_missing IS NOT NULL;
