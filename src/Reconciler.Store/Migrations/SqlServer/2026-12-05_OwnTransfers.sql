-- Transfers between our own accounts are found among millions of payments, and what is found about accounts as a whole includes them. Safe to meet twice.
IF INDEXPROPERTY(OBJECT_ID(N'entry_versions'), N'entry_versions_moving', 'IndexID') IS NULL
CREATE INDEX entry_versions_moving ON entry_versions (version_no) WHERE type IN (N'topup', N'withdrawal', N'transfer');
GO

IF INDEXPROPERTY(OBJECT_ID(N'findings'), N'findings_of_accounts', 'IndexID') IS NOT NULL
DROP INDEX findings_of_accounts ON findings;
GO

IF INDEXPROPERTY(OBJECT_ID(N'findings'), N'findings_about_accounts', 'IndexID') IS NULL
CREATE INDEX findings_about_accounts ON findings (finding_id) WHERE kind IN (N'statement-gap', N'transfer-missing');
GO
