-- The run in which each match came or changed, so that a report tells what is new and not the history. Empty: the match is from before. Safe to meet twice.
IF COL_LENGTH(N'matches', N'since_run') IS NULL
ALTER TABLE matches ADD since_run nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT df_matches_since_run DEFAULT N'';
GO

IF INDEXPROPERTY(OBJECT_ID(N'matches'), N'matches_by_run', 'IndexID') IS NULL
CREATE INDEX matches_by_run ON matches (since_run);
GO

IF INDEXPROPERTY(OBJECT_ID(N'findings'), N'findings_at_risk', 'IndexID') IS NULL
CREATE INDEX findings_at_risk ON findings (finding_id) WHERE state IN (N'open', N'disputed');
GO
