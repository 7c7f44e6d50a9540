-- Every answer without its mail, in the order of filing.
SELECT answer_no, dispute_id, kind, sender, subject, received_at, filed_at, filed_by, text, note
FROM answers
ORDER BY answer_no;
