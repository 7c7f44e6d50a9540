-- Transfers between our own accounts are found among millions of payments, and what is found about accounts as a whole includes them. Safe to meet twice.
CREATE INDEX IF NOT EXISTS entry_versions_moving ON entry_versions (version_no) WHERE type IN (3, 4, 5); -- top-ups, withdrawals, transfers
;
DROP INDEX IF EXISTS findings_of_accounts;
;
CREATE INDEX IF NOT EXISTS findings_about_accounts ON findings (finding_id) WHERE kind IN ('statement-gap', 'transfer-missing');
