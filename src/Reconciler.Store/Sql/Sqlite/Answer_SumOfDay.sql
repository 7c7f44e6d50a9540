-- How many answers of strangers, or of others, were filed within a time, its end excluded, and the bytes of their mails.
SELECT COUNT(*), COALESCE(SUM(LENGTH(a.mail)), 0)
FROM answers AS a
WHERE a.filed_at >= @from_time AND a.filed_at < @to_time AND EXISTS (
    SELECT 1
    FROM answer_filings AS f
    WHERE f.answer_no = a.answer_no AND COALESCE(f.from_stranger, 0) = @from_stranger);
