-- Every dispute with its Message-Id, in the order of making.
SELECT d.dispute_id, d.finding_id, d.letter, d.channel, d.recipient, d.state,
    d.approved_by, d.sent_at, d.amount, d.currency, d.created_at, d.note, m.message_id
FROM disputes AS d
LEFT JOIN dispute_messages AS m ON m.dispute_id = d.dispute_id
ORDER BY d.created_at, d.dispute_id;
