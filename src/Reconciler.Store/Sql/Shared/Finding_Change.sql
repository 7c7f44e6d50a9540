-- Nothing. Writes how a finding stands now.
UPDATE findings
SET kind = @kind, state = @state, orders = @orders, transactions = @transactions, amount = @amount, currency = @currency,
    due_on = @due_on, found_at = @found_at, confidence = @confidence, why = @why
WHERE finding_id = @finding_id;
