-- The opening balance of the statement that begins with a row. Empty: the source states none there, or the row is from before. Safe to meet twice.
IF COL_LENGTH(N'entry_versions', N'opening_balance') IS NULL
ALTER TABLE entry_versions ADD opening_balance bigint NULL, opening_currency char(3) NULL;
GO
