-- The opening balance of the statement that begins with a row. Empty: the source states none there, or the row is from before. Safe to meet twice: a column that is there is not added again.
ALTER TABLE entry_versions ADD COLUMN opening_balance INTEGER NULL;
;
ALTER TABLE entry_versions ADD COLUMN opening_currency TEXT NULL;
