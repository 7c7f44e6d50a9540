-- The number of the answer with this key, or no row.
SELECT answer_no
FROM answers
WHERE mail_key = @mail_key;
