-- Nothing. Keeps what the stored matches were made from.
INSERT INTO match_basis (
    input_hash, as_of, holds_until, result_hash, matches, totals, awaited)
VALUES (
    @input_hash, @as_of, @holds_until, @result_hash, @matches, @totals, @awaited);
