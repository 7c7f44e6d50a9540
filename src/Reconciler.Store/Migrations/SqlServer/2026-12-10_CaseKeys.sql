-- The secret that case numbers and Message-Ids are made with, and which answers came from strangers. Safe to meet twice.
IF OBJECT_ID(N'case_keys', N'U') IS NULL
CREATE TABLE case_keys (
    key_no bigint NOT NULL CONSTRAINT pk_case_keys PRIMARY KEY CONSTRAINT ck_case_keys_only CHECK (key_no = 1),
    secret varbinary(64) NOT NULL
);
GO

IF COL_LENGTH(N'answer_filings', N'from_stranger') IS NULL
ALTER TABLE answer_filings ADD from_stranger bigint NULL;
GO
