-- Nothing. Keeps how a finding stood after one run.
INSERT INTO finding_history (
    run_id, finding_id, kind, state, orders, transactions,
    amount, currency, due_on, found_at, confidence, why)
VALUES (
    @run_id, @finding_id, @kind, @state, @orders, @transactions,
    @amount, @currency, @due_on, @found_at, @confidence, @why);
