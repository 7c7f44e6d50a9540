-- What the audit's lines vouch for: the rows that each transaction changed, with their hashes before and after. Safe to meet twice.
CREATE TABLE IF NOT EXISTS sealed_rows (
    seq INTEGER NOT NULL, -- of the line in the audit that holds the SHA-256 of these pages
    page INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (seq, page)
) STRICT;
;
CREATE TRIGGER IF NOT EXISTS sealed_rows_refuse_update BEFORE UPDATE ON sealed_rows
BEGIN
    SELECT RAISE(ABORT, 'What the audit vouches for only grows: it is never changed.');
END;
;
CREATE TRIGGER IF NOT EXISTS sealed_rows_refuse_delete BEFORE DELETE ON sealed_rows
BEGIN
    SELECT RAISE(ABORT, 'What the audit vouches for only grows: it is never deleted.');
END;
;
CREATE INDEX IF NOT EXISTS audit_by_subject ON audit (subject, seq);
;
CREATE INDEX IF NOT EXISTS audit_by_action ON audit (action, seq);
