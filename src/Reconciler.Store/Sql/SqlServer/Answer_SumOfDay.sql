-- How many answers were filed within a time, its end excluded, and the bytes of their mails.
SELECT CAST(COUNT(*) AS bigint), COALESCE(SUM(CAST(DATALENGTH(mail) AS bigint)), 0)
FROM answers
WHERE filed_at >= @from_time AND filed_at < @to_time;
