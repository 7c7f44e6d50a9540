-- Nothing; one row is changed where the decision was there and not yet undone.
UPDATE decisions
SET undone_at = @undone_at, undone_by = @undone_by
WHERE decision_id = @decision_id AND undone_at IS NULL;
