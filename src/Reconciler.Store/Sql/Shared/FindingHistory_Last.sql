-- The number of the last change of a finding; 0 before the first.
SELECT COALESCE(MAX(history_no), 0) AS history_no
FROM finding_history;
