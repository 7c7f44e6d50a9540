-- The records whose findings were what they were up to a moment from @from_time on and before @to_time, in no order.
SELECT s.record_no
FROM record_states AS s
WHERE s.until_at IS NOT NULL AND s.until_at >= @from_time AND s.until_at < @to_time;
