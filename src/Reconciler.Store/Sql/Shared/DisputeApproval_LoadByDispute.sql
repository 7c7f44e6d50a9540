-- Who approved one dispute, in order.
SELECT os_user, approved_at, reason
FROM dispute_approvals
WHERE dispute_id = @dispute_id
ORDER BY position;
