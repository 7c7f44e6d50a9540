-- Nothing. Keeps a person's decision.
INSERT INTO decisions (
    decision_id, kind, target_a, target_b, reason, os_user,
    decided_at, undone_at, undone_by)
VALUES (
    @decision_id, @kind, @target_a, @target_b, @reason, @os_user,
    @decided_at, @undone_at, @undone_by);
