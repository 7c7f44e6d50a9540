-- Every dispute with its Message-Id and the id of its case's first letter, in the order of making.
SELECT d.dispute_id, d.finding_id, d.number, d.step, d.part, d.letter,
    d.channel, d.delivery, d.recipient, d.state, d.wait_business_days, d.approvals_needed,
    d.approved_by, d.asked_at, d.tries, d.tried_at, d.sent_at, d.amount,
    d.currency, d.created_at, d.note, m.message_id,
    FIRST_VALUE(d.dispute_id) OVER (PARTITION BY d.finding_id ORDER BY d.number)
FROM disputes AS d
LEFT JOIN dispute_messages AS m ON m.dispute_id = d.dispute_id
ORDER BY d.created_at, d.finding_id, d.number;
