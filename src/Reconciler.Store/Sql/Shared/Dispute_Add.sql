-- Nothing. Keeps a new dispute.
INSERT INTO disputes (
    dispute_id, finding_id, letter, channel, recipient, state,
    approved_by, sent_at, amount, currency, created_at, note)
VALUES (
    @dispute_id, @finding_id, @letter, @channel, @recipient, @state,
    @approved_by, @sent_at, @amount, @currency, @created_at, @note);
