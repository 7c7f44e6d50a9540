-- The number for the next answer.
SELECT COALESCE(MAX(answer_no), 0) + 1
FROM answers;
