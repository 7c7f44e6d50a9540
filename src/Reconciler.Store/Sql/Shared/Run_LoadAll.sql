-- Every run, in time order.
SELECT run_id, started_at, as_of, result_hash, program_version, totals
FROM runs
ORDER BY started_at, run_id;
