-- Every decision, also those undone, in time order.
SELECT decision_id, kind, target_a, target_b, reason, os_user,
    decided_at, undone_at, undone_by
FROM decisions
ORDER BY decided_at, decision_id;
