-- Entries and orders take a third of the room, and are found by when they came. Safe to meet twice: what is in its new form stays as it is.
-- version_no grows with each version that is added. Times are the count of 100 ns since 1970: datetime(booked_at / 10000000, 'unixepoch') shows one. Types and states are numbers, in the order in
-- which they are listed at their column. A text that is kept nowhere else stands in raw_text; else it is what the archived file holds from byte text_offset on. What a hash of the values told is read off the values.
ALTER TABLE entry_versions ADD COLUMN text_offset INTEGER NULL;
;
ALTER TABLE entry_versions ADD COLUMN text_length INTEGER NULL;
;
ALTER TABLE order_versions ADD COLUMN text_offset INTEGER NULL;
;
ALTER TABLE order_versions ADD COLUMN text_length INTEGER NULL;
;
ALTER TABLE entry_versions RENAME TO entry_versions_before;
;
CREATE TABLE entry_versions (
    version_no INTEGER NOT NULL PRIMARY KEY,
    wallet TEXT NOT NULL,
    transaction_id TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    stands INTEGER NOT NULL CHECK (stands BETWEEN 0 AND 2), -- 1: the version that stands, 2: tells other money than that one, 0: neither
    file_no INTEGER NOT NULL REFERENCES input_files (file_no),
    line INTEGER NOT NULL,
    text_offset INTEGER NULL,
    text_length INTEGER NULL, -- in bytes
    booked_at INTEGER NOT NULL,
    booked_at_text TEXT NULL, -- empty where it is booked_at as 2026-05-06T09:00:00Z
    booked_first INTEGER NULL,
    booked_last INTEGER NULL,
    type INTEGER NOT NULL, -- 0 payment, refund, fee, topup, withdrawal, transfer, hold, release, conversion, chargeback, adjustment
    status INTEGER NOT NULL, -- 0 pending, failed, succeeded, reversed
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    original_amount INTEGER NULL,
    original_currency TEXT NULL,
    exchange_rate TEXT NULL,
    fee INTEGER NULL,
    fee_currency TEXT NULL,
    counterparty TEXT NOT NULL,
    order_reference TEXT NOT NULL,
    related_transaction_id TEXT NOT NULL,
    description TEXT NOT NULL,
    balance_after INTEGER NULL,
    balance_currency TEXT NULL,
    opening_balance INTEGER NULL,
    opening_currency TEXT NULL,
    extra TEXT NOT NULL,
    raw_text TEXT NULL,
    CHECK (raw_text IS NOT NULL OR (text_offset IS NOT NULL AND text_length IS NOT NULL))
) STRICT;
;
INSERT INTO entry_versions
SELECT rowid, wallet, transaction_id, version, stands, file_no, line, text_offset, text_length,
    CASE typeof(booked_at) WHEN 'text' THEN unixepoch(substr(booked_at, 1, 19)) * 10000000 + CAST(substr(booked_at, 21, 7) AS INTEGER) ELSE booked_at END,
    CASE WHEN substr(booked_at, 20) = '.0000000Z' AND booked_at_text = substr(booked_at, 1, 19) || 'Z' THEN NULL ELSE booked_at_text END,
    CASE typeof(booked_first) WHEN 'text' THEN unixepoch(substr(booked_first, 1, 19)) * 10000000 + CAST(substr(booked_first, 21, 7) AS INTEGER) ELSE booked_first END,
    CASE typeof(booked_last) WHEN 'text' THEN unixepoch(substr(booked_last, 1, 19)) * 10000000 + CAST(substr(booked_last, 21, 7) AS INTEGER) ELSE booked_last END,
    CASE type WHEN 'payment' THEN 0 WHEN 'refund' THEN 1 WHEN 'fee' THEN 2 WHEN 'topup' THEN 3 WHEN 'withdrawal' THEN 4 WHEN 'transfer' THEN 5 WHEN 'hold' THEN 6 WHEN 'release' THEN 7 WHEN 'conversion' THEN 8 WHEN 'chargeback' THEN 9 WHEN 'adjustment' THEN 10 ELSE type END,
    CASE status WHEN 'pending' THEN 0 WHEN 'failed' THEN 1 WHEN 'succeeded' THEN 2 WHEN 'reversed' THEN 3 ELSE status END,
    amount, currency, original_amount, original_currency, exchange_rate, fee, fee_currency, counterparty, order_reference,
    related_transaction_id, description, balance_after, balance_currency, opening_balance, opening_currency, extra, raw_text
FROM entry_versions_before
ORDER BY rowid;
;
DROP TABLE entry_versions_before;
;
CREATE UNIQUE INDEX entry_versions_by_id ON entry_versions (transaction_id, wallet, version);
;
CREATE INDEX entry_versions_in_conflict ON entry_versions (version_no) WHERE stands = 2;
;
ALTER TABLE order_versions RENAME TO order_versions_before;
;
CREATE TABLE order_versions (
    version_no INTEGER NOT NULL PRIMARY KEY,
    marketplace TEXT NOT NULL,
    order_id TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    stands INTEGER NOT NULL CHECK (stands BETWEEN 0 AND 2), -- as in entry_versions
    file_no INTEGER NOT NULL REFERENCES input_files (file_no),
    line INTEGER NOT NULL,
    text_offset INTEGER NULL,
    text_length INTEGER NULL,
    placed_at INTEGER NOT NULL,
    placed_first INTEGER NULL,
    placed_last INTEGER NULL,
    paid_at INTEGER NULL,
    paid_first INTEGER NULL,
    paid_last INTEGER NULL,
    status INTEGER NOT NULL, -- 0 awaiting-payment, paid, shipped, completed, cancelled, refunded, partly-refunded, disputed
    status_at INTEGER NOT NULL,
    total INTEGER NOT NULL,
    currency TEXT NOT NULL,
    charged INTEGER NULL,
    charged_currency TEXT NULL,
    refunded INTEGER NULL,
    refunded_currency TEXT NULL,
    checkout_id TEXT NOT NULL,
    payment_reference TEXT NOT NULL,
    seller TEXT NOT NULL,
    description TEXT NOT NULL,
    other_ids TEXT NOT NULL,
    paid_otherwise TEXT NOT NULL,
    extra TEXT NOT NULL,
    raw_text TEXT NULL,
    CHECK (raw_text IS NOT NULL OR (text_offset IS NOT NULL AND text_length IS NOT NULL))
) STRICT;
;
INSERT INTO order_versions
SELECT rowid, marketplace, order_id, version, stands, file_no, line, text_offset, text_length,
    CASE typeof(placed_at) WHEN 'text' THEN unixepoch(substr(placed_at, 1, 19)) * 10000000 + CAST(substr(placed_at, 21, 7) AS INTEGER) ELSE placed_at END,
    CASE typeof(placed_first) WHEN 'text' THEN unixepoch(substr(placed_first, 1, 19)) * 10000000 + CAST(substr(placed_first, 21, 7) AS INTEGER) ELSE placed_first END,
    CASE typeof(placed_last) WHEN 'text' THEN unixepoch(substr(placed_last, 1, 19)) * 10000000 + CAST(substr(placed_last, 21, 7) AS INTEGER) ELSE placed_last END,
    CASE typeof(paid_at) WHEN 'text' THEN unixepoch(substr(paid_at, 1, 19)) * 10000000 + CAST(substr(paid_at, 21, 7) AS INTEGER) ELSE paid_at END,
    CASE typeof(paid_first) WHEN 'text' THEN unixepoch(substr(paid_first, 1, 19)) * 10000000 + CAST(substr(paid_first, 21, 7) AS INTEGER) ELSE paid_first END,
    CASE typeof(paid_last) WHEN 'text' THEN unixepoch(substr(paid_last, 1, 19)) * 10000000 + CAST(substr(paid_last, 21, 7) AS INTEGER) ELSE paid_last END,
    CASE status WHEN 'awaiting-payment' THEN 0 WHEN 'paid' THEN 1 WHEN 'shipped' THEN 2 WHEN 'completed' THEN 3 WHEN 'cancelled' THEN 4 WHEN 'refunded' THEN 5 WHEN 'partly-refunded' THEN 6 WHEN 'disputed' THEN 7 ELSE status END,
    CASE typeof(status_at) WHEN 'text' THEN unixepoch(substr(status_at, 1, 19)) * 10000000 + CAST(substr(status_at, 21, 7) AS INTEGER) ELSE status_at END,
    total, currency, charged, charged_currency, refunded, refunded_currency, checkout_id, payment_reference, seller, description,
    other_ids, paid_otherwise, extra, raw_text
FROM order_versions_before
ORDER BY rowid;
;
DROP TABLE order_versions_before;
;
CREATE UNIQUE INDEX order_versions_by_id ON order_versions (order_id, marketplace, version);
;
CREATE INDEX order_versions_in_conflict ON order_versions (version_no) WHERE stands = 2;
