-- When the latest run was started, or null.
SELECT MAX(started_at)
FROM runs;
