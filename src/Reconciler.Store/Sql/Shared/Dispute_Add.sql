-- Nothing. Keeps a new dispute.
INSERT INTO disputes (
    dispute_id, finding_id, number, step, part, letter,
    channel, delivery, recipient, state, wait_business_days, approvals_needed,
    approved_by, asked_at, tries, tried_at, sent_at, amount,
    currency, created_at, note)
VALUES (
    @dispute_id, @finding_id, @number, @step, @part, @letter,
    @channel, @delivery, @recipient, @state, @wait_business_days, @approvals_needed,
    @approved_by, @asked_at, @tries, @tried_at, @sent_at, @amount,
    @currency, @created_at, @note);
