-- What the stored matches were made from: one row, or none.
SELECT input_hash, as_of, holds_until, result_hash, matches, totals, awaited
FROM match_basis;
