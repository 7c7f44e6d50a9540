-- Nothing. Keeps a new finding.
INSERT INTO findings (
    finding_id, kind, state, orders, transactions, amount,
    currency, due_on, found_at, confidence, why)
VALUES (
    @finding_id, @kind, @state, @orders, @transactions, @amount,
    @currency, @due_on, @found_at, @confidence, @why);
