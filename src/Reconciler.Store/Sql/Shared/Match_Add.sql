-- Nothing. Keeps one match.
INSERT INTO matches (
    match_id, role, marketplace, order_id, wallet, transaction_id,
    amount, currency, rule_name, confidence, why)
VALUES (
    @match_id, @role, @marketplace, @order_id, @wallet, @transaction_id,
    @amount, @currency, @rule_name, @confidence, @why);
