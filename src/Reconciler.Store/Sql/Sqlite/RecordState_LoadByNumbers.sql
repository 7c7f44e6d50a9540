-- How these records (JSON: their numbers) stood, in no order.
SELECT s.record_no, s.place, s.until_at, s.refund_direction, s.refund_marketplace, s.refund_due_on, s.refund_missing, s.refund_currency, s.registered, s.sought
FROM json_each(@numbers) AS n
JOIN record_states AS s ON s.record_no = n.value;
