-- Nothing. Keeps one person's approval.
INSERT INTO dispute_approvals (
    dispute_id, position, os_user, approved_at, reason)
VALUES (
    @dispute_id, @position, @os_user, @approved_at, @reason);
