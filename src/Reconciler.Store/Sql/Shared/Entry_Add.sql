-- Nothing. Keeps one version of an entry.
INSERT INTO entry_versions (
    wallet, transaction_id, version, stands, file_no, line, text_offset, text_length,
    booked_at, booked_at_text, booked_first, booked_last, type, status,
    amount, currency, original_amount, original_currency, exchange_rate, fee,
    fee_currency, counterparty, order_reference, related_transaction_id, description, balance_after,
    balance_currency, opening_balance, opening_currency, extra, raw_text)
VALUES (
    @wallet, @transaction_id, @version, @stands, @file_no, @line, @text_offset, @text_length,
    @booked_at, @booked_at_text, @booked_first, @booked_last, @type, @status,
    @amount, @currency, @original_amount, @original_currency, @exchange_rate, @fee,
    @fee_currency, @counterparty, @order_reference, @related_transaction_id, @description, @balance_after,
    @balance_currency, @opening_balance, @opening_currency, @extra, @raw_text);
