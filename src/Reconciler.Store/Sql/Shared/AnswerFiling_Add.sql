-- Nothing. Files one answer to one letter.
INSERT INTO answer_filings (answer_no, dispute_id)
VALUES (@answer_no, @dispute_id);
