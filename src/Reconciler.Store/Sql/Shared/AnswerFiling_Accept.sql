-- Nothing. Takes the answers of strangers to one letter for its addressee's.
UPDATE answer_filings
SET from_stranger = 0
WHERE dispute_id = @dispute_id AND from_stranger = 1;
