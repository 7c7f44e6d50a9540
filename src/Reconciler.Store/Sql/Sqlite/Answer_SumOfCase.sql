-- How many answers of strangers, or of others, were filed to letters about a finding, and the bytes of their mails.
SELECT COUNT(*), COALESCE(SUM(LENGTH(a.mail)), 0)
FROM answers AS a
WHERE EXISTS (
    SELECT 1
    FROM answer_filings AS f
    JOIN disputes AS d ON d.dispute_id = f.dispute_id
    WHERE f.answer_no = a.answer_no AND d.finding_id = @finding_id AND COALESCE(f.from_stranger, 0) = @from_stranger);
