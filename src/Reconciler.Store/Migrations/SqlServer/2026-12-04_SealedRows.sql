-- What the audit's lines vouch for: the rows that each transaction changed, with their hashes before and after. Safe to meet twice.
IF OBJECT_ID(N'sealed_rows', N'U') IS NULL
CREATE TABLE sealed_rows (
    seq bigint NOT NULL, -- of the line in the audit that holds the SHA-256 of these pages
    page bigint NOT NULL,
    content varbinary(max) NOT NULL,
    CONSTRAINT pk_sealed_rows PRIMARY KEY (seq, page)
);
GO

IF OBJECT_ID(N'sealed_rows_refuse_update', N'TR') IS NOT NULL
DROP TRIGGER sealed_rows_refuse_update;
GO

CREATE TRIGGER sealed_rows_refuse_update ON sealed_rows INSTEAD OF UPDATE
AS
BEGIN
    THROW 51000, N'What the audit vouches for only grows: it is never changed.', 1;
END;
GO

IF OBJECT_ID(N'sealed_rows_refuse_delete', N'TR') IS NOT NULL
DROP TRIGGER sealed_rows_refuse_delete;
GO

CREATE TRIGGER sealed_rows_refuse_delete ON sealed_rows INSTEAD OF DELETE
AS
BEGIN
    THROW 51000, N'What the audit vouches for only grows: it is never deleted.', 1;
END;
GO

IF INDEXPROPERTY(OBJECT_ID(N'audit'), N'audit_by_action', 'IndexID') IS NULL
CREATE INDEX audit_by_action ON audit (action, seq);
GO
