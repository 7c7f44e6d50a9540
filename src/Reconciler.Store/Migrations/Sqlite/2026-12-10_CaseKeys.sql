-- The secret that case numbers and Message-Ids are made with, and which answers came from strangers. Safe to meet twice: a column that is there is not added again.
CREATE TABLE IF NOT EXISTS case_keys (
    key_no INTEGER NOT NULL PRIMARY KEY CHECK (key_no = 1),
    secret BLOB NOT NULL
) STRICT;
;
ALTER TABLE answer_filings ADD COLUMN from_stranger INTEGER NULL;
