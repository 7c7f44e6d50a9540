-- Nothing. Keeps what the stored matches were made from.
INSERT INTO match_basis (
    input_hash, rules_hash, as_of, holds_until, result_hash, matches, totals, last_entry, last_order, first_booked, decisions, accounts)
VALUES (
    @input_hash, @rules_hash, @as_of, @holds_until, @result_hash, @matches, @totals, @last_entry, @last_order, @first_booked, @decisions, @accounts);
