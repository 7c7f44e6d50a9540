-- What a run needs to know of what was decided before, so that it matches only what is new. Safe to meet twice. match_no grows with each match that comes or changes.
IF COL_LENGTH(N'matches', N'match_no') IS NULL
ALTER TABLE matches ADD match_no bigint IDENTITY(1, 1) NOT NULL CONSTRAINT uq_matches_no UNIQUE;
GO

IF COL_LENGTH(N'findings', N'found_as') IS NULL
ALTER TABLE findings ADD found_as nvarchar(40) NULL;
GO

IF INDEXPROPERTY(OBJECT_ID(N'findings'), N'findings_at_risk', 'IndexID') IS NULL
CREATE INDEX findings_at_risk ON findings (finding_id) WHERE state IN (N'open', N'disputed');
GO

IF INDEXPROPERTY(OBJECT_ID(N'findings'), N'findings_of_accounts', 'IndexID') IS NULL
CREATE INDEX findings_of_accounts ON findings (finding_id) WHERE kind = N'statement-gap';
GO

IF COL_LENGTH(N'match_basis', N'rules_hash') IS NULL
DELETE FROM match_basis; -- all is matched once more
GO

IF COL_LENGTH(N'match_basis', N'rules_hash') IS NULL
ALTER TABLE match_basis ADD
    rules_hash nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL, -- of all in input_hash but the records and the decisions
    last_entry bigint NOT NULL, -- the last version_no that was known
    last_order bigint NOT NULL,
    first_booked datetime2(7) NULL,
    decisions nvarchar(max) NOT NULL, -- JSON: the ids of those that held
    accounts nvarchar(max) NOT NULL; -- JSON: wallets and currencies, those that tell balances
GO

IF COL_LENGTH(N'match_basis', N'awaited') IS NOT NULL
ALTER TABLE match_basis DROP COLUMN awaited;
GO

IF OBJECT_ID(N'record_states', N'U') IS NULL
CREATE TABLE record_states ( -- of records that are not plainly settled
    record_no bigint NOT NULL CONSTRAINT pk_record_states PRIMARY KEY, -- twice the version_no of an entry's first version; of an order's and one more
    place nvarchar(40) NOT NULL,
    until_at datetime2(7) NULL, -- the last moment at which its findings are what they are
    refund_direction nvarchar(40) NULL,
    refund_marketplace nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
    refund_due_on date NULL,
    refund_missing bigint NULL,
    refund_currency char(3) NULL,
    registered varbinary(max) NOT NULL, -- keys, each as its distance from the one before in groups of seven bits
    sought varbinary(max) NOT NULL
);
GO

IF INDEXPROPERTY(OBJECT_ID(N'record_states'), N'record_states_by_time', 'IndexID') IS NULL
CREATE INDEX record_states_by_time ON record_states (until_at) WHERE until_at IS NOT NULL;
GO

IF INDEXPROPERTY(OBJECT_ID(N'record_states'), N'record_states_by_refund', 'IndexID') IS NULL
CREATE INDEX record_states_by_refund ON record_states (record_no) WHERE refund_missing IS NOT NULL;
GO

IF OBJECT_ID(N'record_keys', N'U') IS NULL
CREATE TABLE record_keys ( -- by which records are found that may influence one another
    page_no bigint NOT NULL CONSTRAINT pk_record_keys PRIMARY KEY,
    segment bigint NOT NULL, -- what was added at one time; small ones are joined
    keys bigint NOT NULL,
    first_key bigint NOT NULL,
    last_key bigint NOT NULL,
    content varbinary(max) NOT NULL
);
GO
