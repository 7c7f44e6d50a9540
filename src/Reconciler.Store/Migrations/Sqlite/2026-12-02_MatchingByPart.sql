-- What a run needs to know of what was decided before, so that it matches only what is new. Safe to meet twice: what is there is made anew from what is kept.
-- match_no grows with each match that comes or changes. Roles: 0 payment, refund; confidence: 0 certain, probable, possible.
CREATE TABLE matches_by_number (
    match_no INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    match_id TEXT NOT NULL,
    role INTEGER NOT NULL,
    marketplace TEXT NOT NULL,
    order_id TEXT NOT NULL,
    wallet TEXT NOT NULL,
    transaction_id TEXT NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    rule_name TEXT NOT NULL,
    confidence INTEGER NOT NULL,
    why TEXT NOT NULL
) STRICT;
;
INSERT INTO matches_by_number (match_id, role, marketplace, order_id, wallet, transaction_id, amount, currency, rule_name, confidence, why)
SELECT match_id, CASE role WHEN 'payment' THEN 0 WHEN 'refund' THEN 1 ELSE role END, marketplace, order_id, wallet, transaction_id, amount, currency, rule_name,
    CASE confidence WHEN 'certain' THEN 0 WHEN 'probable' THEN 1 WHEN 'possible' THEN 2 ELSE confidence END, why
FROM matches;
;
DROP TABLE matches;
;
ALTER TABLE matches_by_number RENAME TO matches;
;
CREATE UNIQUE INDEX matches_by_id ON matches (match_id);
;
CREATE INDEX matches_by_entry ON matches (transaction_id, wallet);
;
ALTER TABLE findings ADD COLUMN found_as TEXT NULL;
;
CREATE INDEX IF NOT EXISTS findings_at_risk ON findings (finding_id) WHERE state IN ('open', 'disputed');
;
CREATE INDEX IF NOT EXISTS findings_of_accounts ON findings (finding_id) WHERE kind = 'statement-gap';
;
DROP TABLE IF EXISTS match_basis;
;
CREATE TABLE match_basis ( -- one row, or none
    input_hash TEXT NOT NULL,
    rules_hash TEXT NOT NULL, -- of all in it but the records and the decisions
    as_of TEXT NOT NULL,
    holds_until TEXT NOT NULL,
    result_hash TEXT NOT NULL,
    matches INTEGER NOT NULL,
    totals TEXT NOT NULL, -- JSON: the control totals
    last_entry INTEGER NOT NULL, -- the last version_no that was known
    last_order INTEGER NOT NULL,
    first_booked TEXT NULL,
    decisions TEXT NOT NULL, -- JSON: the ids of those that held
    accounts TEXT NOT NULL -- JSON: wallets and currencies, those that tell balances
) STRICT;
;
DROP TABLE IF EXISTS record_states;
;
CREATE TABLE record_states ( -- of records that are not plainly settled
    record_no INTEGER NOT NULL PRIMARY KEY, -- twice the version_no of an entry's first version; of an order's and one more
    place INTEGER NOT NULL, -- 0 payments matched, refunds matched, settled in a finding, open with a finding, waiting, not charges
    until_at INTEGER NULL, -- the last moment at which its findings are what they are
    refund_direction INTEGER NULL, -- 0 purchases, sales
    refund_marketplace TEXT NULL,
    refund_due_on TEXT NULL,
    refund_missing INTEGER NULL,
    refund_currency TEXT NULL,
    registered BLOB NOT NULL, -- keys, each as its distance from the one before in groups of seven bits
    sought BLOB NOT NULL
) STRICT;
;
CREATE INDEX record_states_by_time ON record_states (until_at) WHERE until_at IS NOT NULL;
;
CREATE INDEX record_states_by_refund ON record_states (record_no) WHERE refund_missing IS NOT NULL;
;
DROP TABLE IF EXISTS record_keys;
;
CREATE TABLE record_keys ( -- by which records are found that may influence one another
    page_no INTEGER NOT NULL PRIMARY KEY,
    segment INTEGER NOT NULL, -- what was added at one time; small ones are joined
    keys INTEGER NOT NULL,
    first_key INTEGER NOT NULL,
    last_key INTEGER NOT NULL,
    content BLOB NOT NULL
) STRICT;
