-- The first tables. Safe to meet twice.
-- Times are UTC as ISO 8601 text with seven decimals, money is minor units and an ISO 4217 code, names of closed sets are the contract's.
-- Text is compared byte by byte (BINARY, the default).

CREATE TABLE IF NOT EXISTS input_files (
    file_no INTEGER NOT NULL PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    layout TEXT NOT NULL,
    wallet TEXT NOT NULL, -- of a statement whose layout names it; else empty, and its rows do
    size_bytes INTEGER NOT NULL,
    imported_at TEXT NULL, -- empty only within the transaction that reads the file
    rows_read INTEGER NOT NULL,
    rows_new INTEGER NOT NULL,
    rows_new_versions INTEGER NOT NULL,
    rows_known INTEGER NOT NULL,
    rows_rejected INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    CHECK (rows_read = rows_new + rows_new_versions + rows_known + rows_rejected)
) STRICT;
;
CREATE TABLE IF NOT EXISTS entry_versions (
    wallet TEXT NOT NULL,
    transaction_id TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    stands INTEGER NOT NULL CHECK (stands IN (0, 1, 2)), -- 1: the version that stands, 2: tells other money than that one, 0: neither
    content_hash BLOB NOT NULL,
    file_no INTEGER NOT NULL REFERENCES input_files (file_no),
    line INTEGER NOT NULL,
    imported_at TEXT NOT NULL,
    booked_at TEXT NOT NULL,
    booked_at_text TEXT NOT NULL,
    type TEXT NOT NULL,
    status TEXT NOT NULL,
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
    extra TEXT NOT NULL,
    raw_text TEXT NOT NULL,
    PRIMARY KEY (transaction_id, wallet, version),
    UNIQUE (transaction_id, wallet, content_hash)
) STRICT;
;
CREATE TABLE IF NOT EXISTS order_versions (
    marketplace TEXT NOT NULL,
    order_id TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    stands INTEGER NOT NULL CHECK (stands IN (0, 1, 2)), -- as in entry_versions
    content_hash BLOB NOT NULL,
    file_no INTEGER NOT NULL REFERENCES input_files (file_no),
    line INTEGER NOT NULL,
    imported_at TEXT NOT NULL,
    placed_at TEXT NOT NULL,
    paid_at TEXT NULL,
    status TEXT NOT NULL,
    status_at TEXT NOT NULL,
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
    extra TEXT NOT NULL,
    raw_text TEXT NOT NULL,
    PRIMARY KEY (order_id, marketplace, version),
    UNIQUE (order_id, marketplace, content_hash)
) STRICT;
;
CREATE TABLE IF NOT EXISTS rejected_rows (
    row_no INTEGER NOT NULL PRIMARY KEY,
    file_no INTEGER NOT NULL REFERENCES input_files (file_no),
    line INTEGER NOT NULL,
    column_name TEXT NOT NULL,
    column_text TEXT NOT NULL,
    why TEXT NOT NULL
) STRICT;
;
CREATE INDEX IF NOT EXISTS rejected_rows_by_file ON rejected_rows (file_no);
;
CREATE TABLE IF NOT EXISTS matches (
    match_id TEXT NOT NULL PRIMARY KEY,
    role TEXT NOT NULL,
    marketplace TEXT NOT NULL,
    order_id TEXT NOT NULL,
    wallet TEXT NOT NULL,
    transaction_id TEXT NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    rule_name TEXT NOT NULL,
    confidence TEXT NOT NULL,
    why TEXT NOT NULL,
    UNIQUE (transaction_id, wallet, order_id, marketplace, role)
) STRICT;
;
CREATE TABLE IF NOT EXISTS match_basis ( -- one row, or none
    input_hash TEXT NOT NULL,
    as_of TEXT NOT NULL,
    holds_until TEXT NOT NULL,
    result_hash TEXT NOT NULL,
    matches INTEGER NOT NULL,
    totals TEXT NOT NULL, -- JSON: the control totals
    awaited TEXT NOT NULL -- JSON: the refunds that have not come
) STRICT;
;
CREATE TABLE IF NOT EXISTS findings (
    finding_id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    orders TEXT NOT NULL, -- JSON: [["marketplace","order id"],…]
    transactions TEXT NOT NULL, -- JSON: [["wallet","transaction id"],…]
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    due_on TEXT NULL,
    found_at TEXT NOT NULL,
    confidence TEXT NOT NULL,
    why TEXT NOT NULL
) STRICT;
;
CREATE TABLE IF NOT EXISTS finding_history (
    history_no INTEGER NOT NULL PRIMARY KEY,
    finding_id TEXT NOT NULL REFERENCES findings (finding_id),
    run_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    orders TEXT NOT NULL,
    transactions TEXT NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    due_on TEXT NULL,
    found_at TEXT NOT NULL,
    confidence TEXT NOT NULL,
    why TEXT NOT NULL
) STRICT;
;
CREATE INDEX IF NOT EXISTS finding_history_by_finding ON finding_history (finding_id, history_no);
;
CREATE TABLE IF NOT EXISTS decisions (
    decision_id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    target_a TEXT NOT NULL,
    target_b TEXT NOT NULL,
    reason TEXT NOT NULL,
    os_user TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    undone_at TEXT NULL,
    undone_by TEXT NOT NULL
) STRICT;
;
CREATE TABLE IF NOT EXISTS disputes (
    dispute_id TEXT NOT NULL PRIMARY KEY,
    finding_id TEXT NOT NULL REFERENCES findings (finding_id),
    number INTEGER NOT NULL CHECK (number > 0), -- of the letter in its case
    step INTEGER NOT NULL CHECK (step > 0), -- of its route
    part INTEGER NOT NULL CHECK (part > 0), -- above 1: a further mail with evidence
    letter TEXT NOT NULL,
    channel TEXT NOT NULL,
    delivery TEXT NOT NULL,
    recipient TEXT NOT NULL,
    state TEXT NOT NULL,
    wait_business_days INTEGER NOT NULL,
    approvals_needed INTEGER NOT NULL,
    approved_by TEXT NOT NULL,
    asked_at TEXT NULL, -- when the approvers were last told
    tries INTEGER NOT NULL,
    tried_at TEXT NULL, -- by the machine's clock
    sent_at TEXT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    created_at TEXT NOT NULL,
    note TEXT NOT NULL,
    UNIQUE (finding_id, number)
) STRICT;
;
CREATE INDEX IF NOT EXISTS disputes_by_state ON disputes (state, created_at);
;
CREATE TABLE IF NOT EXISTS dispute_messages (
    dispute_id TEXT NOT NULL PRIMARY KEY REFERENCES disputes (dispute_id),
    message_id TEXT NOT NULL UNIQUE,
    content BLOB NOT NULL
) STRICT;
;
CREATE TABLE IF NOT EXISTS dispute_attachments (
    dispute_id TEXT NOT NULL REFERENCES disputes (dispute_id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    content BLOB NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (dispute_id, position),
    UNIQUE (dispute_id, name)
) STRICT;
;
CREATE TABLE IF NOT EXISTS dispute_moves (
    move_no INTEGER NOT NULL PRIMARY KEY,
    dispute_id TEXT NOT NULL REFERENCES disputes (dispute_id),
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    moved_at TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT;
;
CREATE INDEX IF NOT EXISTS dispute_moves_by_dispute ON dispute_moves (dispute_id, move_no);
;
CREATE TABLE IF NOT EXISTS dispute_approvals (
    dispute_id TEXT NOT NULL REFERENCES disputes (dispute_id),
    position INTEGER NOT NULL,
    os_user TEXT NOT NULL,
    approved_at TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (dispute_id, position)
) STRICT;
;
CREATE TABLE IF NOT EXISTS instructions ( -- what people told about a case
    instruction_no INTEGER NOT NULL PRIMARY KEY,
    dispute_id TEXT NOT NULL REFERENCES disputes (dispute_id),
    kind TEXT NOT NULL,
    given_at TEXT NOT NULL,
    os_user TEXT NOT NULL,
    reason TEXT NOT NULL,
    refunded_on TEXT NULL,
    refund_reference TEXT NOT NULL
) STRICT;
;
CREATE TABLE IF NOT EXISTS answers (
    answer_no INTEGER NOT NULL PRIMARY KEY,
    mail_key TEXT NOT NULL UNIQUE, -- tells it from all others, whichever way it came: each is filed once
    kind TEXT NOT NULL,
    sender TEXT NOT NULL,
    subject TEXT NOT NULL,
    received_at TEXT NOT NULL,
    filed_at TEXT NOT NULL,
    filed_by TEXT NOT NULL,
    text TEXT NOT NULL,
    note TEXT NOT NULL,
    mail BLOB NOT NULL -- as it came
) STRICT;
;
CREATE TABLE IF NOT EXISTS answer_filings ( -- the letters that a mail answers, one of each case that it names
    answer_no INTEGER NOT NULL REFERENCES answers (answer_no),
    dispute_id TEXT NOT NULL REFERENCES disputes (dispute_id),
    PRIMARY KEY (answer_no, dispute_id)
) STRICT;
;
CREATE TABLE IF NOT EXISTS answer_files (
    answer_no INTEGER NOT NULL REFERENCES answers (answer_no),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (answer_no, position)
) STRICT;
;
CREATE TABLE IF NOT EXISTS mailbox_positions ( -- up to where each folder has been read
    mailbox TEXT NOT NULL PRIMARY KEY,
    uid_validity INTEGER NOT NULL,
    last_uid INTEGER NOT NULL
) STRICT;
;
CREATE TABLE IF NOT EXISTS runs (
    run_id TEXT NOT NULL PRIMARY KEY,
    started_at TEXT NOT NULL,
    as_of TEXT NOT NULL,
    result_hash TEXT NOT NULL,
    program_version TEXT NOT NULL,
    totals TEXT NOT NULL -- JSON: the control totals
) STRICT;
;
CREATE TABLE IF NOT EXISTS audit (
    seq INTEGER NOT NULL PRIMARY KEY CHECK (seq > 0),
    at_utc TEXT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    details TEXT NOT NULL,
    previous_hash TEXT NOT NULL UNIQUE, -- no line has two successors: the chain cannot fork
    hash TEXT NOT NULL UNIQUE
) STRICT;
;
CREATE TRIGGER IF NOT EXISTS audit_refuses_update BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'The audit chain only grows: its lines are never changed.');
END;
;
CREATE TRIGGER IF NOT EXISTS audit_refuses_delete BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'The audit chain only grows: its lines are never deleted.');
END;
;
-- Also stops INSERT OR REPLACE, which deletes without asking the trigger above.
CREATE TRIGGER IF NOT EXISTS audit_refuses_gaps BEFORE INSERT ON audit
WHEN NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM audit)
BEGIN
    SELECT RAISE(ABORT, 'The audit chain only grows at its end.');
END;
