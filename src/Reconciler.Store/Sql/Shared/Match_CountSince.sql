-- How many matches came or changed after a run.
SELECT COUNT(*) AS matches
FROM matches
WHERE since_run > @run_id;
