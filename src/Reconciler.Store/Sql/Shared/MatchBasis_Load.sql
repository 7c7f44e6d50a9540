-- What the stored matches were made from: one row, or none.
SELECT input_hash, rules_hash, as_of, holds_until, result_hash, matches, totals, last_entry, last_order, first_booked, decisions, accounts
FROM match_basis;
