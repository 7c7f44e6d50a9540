-- The next of these moments from @from_time on; empty: there is none.
SELECT MIN(s.until_at) AS until_at
FROM record_states AS s
WHERE s.until_at IS NOT NULL AND s.until_at >= @from_time;
