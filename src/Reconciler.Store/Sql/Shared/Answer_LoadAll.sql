-- Every answer without its mail with a letter that it answers, and whether it is a stranger's to it, in the order of filing.
SELECT a.answer_no, f.dispute_id, a.kind, a.sender, a.subject, a.received_at, a.filed_at, a.filed_by, a.text, a.note,
    COALESCE(f.from_stranger, 0)
FROM answers AS a
JOIN answer_filings AS f ON f.answer_no = a.answer_no
ORDER BY a.answer_no, f.dispute_id;
