-- Nothing. Files one answer to one letter.
INSERT INTO answer_filings (answer_no, dispute_id, from_stranger)
VALUES (@answer_no, @dispute_id, @from_stranger);
