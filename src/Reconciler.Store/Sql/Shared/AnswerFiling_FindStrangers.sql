-- The numbers of the answers of strangers to one letter.
SELECT answer_no
FROM answer_filings
WHERE dispute_id = @dispute_id AND from_stranger = 1
ORDER BY answer_no;
