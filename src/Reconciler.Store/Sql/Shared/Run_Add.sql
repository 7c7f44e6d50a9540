-- Nothing. Keeps one run.
INSERT INTO runs (
    run_id, started_at, as_of, result_hash, program_version, totals)
VALUES (
    @run_id, @started_at, @as_of, @result_hash, @program_version, @totals);
