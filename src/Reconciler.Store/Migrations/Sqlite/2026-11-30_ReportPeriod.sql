-- The run in which each match came or changed, so that a report tells what is new and not the history. Empty: the match is from before. Safe to meet twice: a column that is there is not added again.
ALTER TABLE matches ADD COLUMN since_run TEXT NOT NULL DEFAULT '';
;
CREATE INDEX IF NOT EXISTS matches_by_run ON matches (since_run);
;
CREATE INDEX IF NOT EXISTS findings_at_risk ON findings (finding_id) WHERE state IN ('open', 'disputed');
