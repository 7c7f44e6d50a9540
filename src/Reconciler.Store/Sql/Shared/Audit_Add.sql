-- Nothing. Appends one line.
INSERT INTO audit (
    seq, at_utc, actor, action, subject, details,
    previous_hash, hash)
VALUES (
    @seq, @at_utc, @actor, @action, @subject, @details,
    @previous_hash, @hash);
