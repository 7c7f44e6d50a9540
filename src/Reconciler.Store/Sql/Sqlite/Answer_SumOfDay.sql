-- How many answers were filed within a time, its end excluded, and the bytes of their mails.
SELECT COUNT(*), COALESCE(SUM(LENGTH(mail)), 0)
FROM answers
WHERE filed_at >= @from_time AND filed_at < @to_time;
