-- The first tables. Safe to meet twice.
-- Times are UTC, money is minor units and an ISO 4217 code, names of closed sets are the contract's.
-- Ids are compared code unit by code unit (BIN2), never by a language's rules.

IF OBJECT_ID(N'input_files', N'U') IS NULL
CREATE TABLE input_files (
    file_no bigint NOT NULL CONSTRAINT pk_input_files PRIMARY KEY,
    sha256 nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT uq_input_files_sha256 UNIQUE,
    name nvarchar(max) NOT NULL,
    layout nvarchar(200) NOT NULL,
    wallet nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL, -- of a statement whose layout names it; else empty, and its rows do
    size_bytes bigint NOT NULL,
    imported_at datetime2(7) NULL, -- empty only within the transaction that reads the file
    rows_read bigint NOT NULL,
    rows_new bigint NOT NULL,
    rows_new_versions bigint NOT NULL,
    rows_known bigint NOT NULL,
    rows_rejected bigint NOT NULL,
    outcome nvarchar(max) NOT NULL,
    CONSTRAINT ck_input_files_balance CHECK (rows_read = rows_new + rows_new_versions + rows_known + rows_rejected)
);
GO

IF OBJECT_ID(N'entry_versions', N'U') IS NULL
CREATE TABLE entry_versions (
    wallet nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    transaction_id nvarchar(300) COLLATE Latin1_General_100_BIN2 NOT NULL,
    version bigint NOT NULL CONSTRAINT ck_entry_versions_version CHECK (version > 0),
    stands bigint NOT NULL CONSTRAINT ck_entry_versions_stands CHECK (stands IN (0, 1, 2)), -- 1: the version that stands, 2: tells other money than that one, 0: neither
    content_hash varbinary(32) NOT NULL,
    file_no bigint NOT NULL CONSTRAINT fk_entry_versions_input_files REFERENCES input_files (file_no),
    line bigint NOT NULL,
    imported_at datetime2(7) NOT NULL,
    booked_at datetime2(7) NOT NULL,
    booked_at_text nvarchar(max) NOT NULL,
    type nvarchar(40) NOT NULL,
    status nvarchar(40) NOT NULL,
    amount bigint NOT NULL,
    currency char(3) NOT NULL,
    original_amount bigint NULL,
    original_currency char(3) NULL,
    exchange_rate nvarchar(40) NULL,
    fee bigint NULL,
    fee_currency char(3) NULL,
    counterparty nvarchar(max) NOT NULL,
    order_reference nvarchar(max) NOT NULL,
    related_transaction_id nvarchar(max) NOT NULL,
    description nvarchar(max) NOT NULL,
    balance_after bigint NULL,
    balance_currency char(3) NULL,
    extra nvarchar(max) NOT NULL,
    raw_text nvarchar(max) NOT NULL,
    CONSTRAINT pk_entry_versions PRIMARY KEY (transaction_id, wallet, version),
    CONSTRAINT uq_entry_versions_content UNIQUE (transaction_id, wallet, content_hash)
);
GO

IF OBJECT_ID(N'order_versions', N'U') IS NULL
CREATE TABLE order_versions (
    marketplace nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    order_id nvarchar(300) COLLATE Latin1_General_100_BIN2 NOT NULL,
    version bigint NOT NULL CONSTRAINT ck_order_versions_version CHECK (version > 0),
    stands bigint NOT NULL CONSTRAINT ck_order_versions_stands CHECK (stands IN (0, 1, 2)), -- as in entry_versions
    content_hash varbinary(32) NOT NULL,
    file_no bigint NOT NULL CONSTRAINT fk_order_versions_input_files REFERENCES input_files (file_no),
    line bigint NOT NULL,
    imported_at datetime2(7) NOT NULL,
    placed_at datetime2(7) NOT NULL,
    paid_at datetime2(7) NULL,
    status nvarchar(40) NOT NULL,
    status_at datetime2(7) NOT NULL,
    total bigint NOT NULL,
    currency char(3) NOT NULL,
    charged bigint NULL,
    charged_currency char(3) NULL,
    refunded bigint NULL,
    refunded_currency char(3) NULL,
    checkout_id nvarchar(max) NOT NULL,
    payment_reference nvarchar(max) NOT NULL,
    seller nvarchar(max) NOT NULL,
    description nvarchar(max) NOT NULL,
    other_ids nvarchar(max) NOT NULL,
    extra nvarchar(max) NOT NULL,
    raw_text nvarchar(max) NOT NULL,
    CONSTRAINT pk_order_versions PRIMARY KEY (order_id, marketplace, version),
    CONSTRAINT uq_order_versions_content UNIQUE (order_id, marketplace, content_hash)
);
GO

IF OBJECT_ID(N'rejected_rows', N'U') IS NULL
BEGIN
    CREATE TABLE rejected_rows (
        row_no bigint IDENTITY(1,1) NOT NULL CONSTRAINT pk_rejected_rows PRIMARY KEY,
        file_no bigint NOT NULL CONSTRAINT fk_rejected_rows_input_files REFERENCES input_files (file_no),
        line bigint NOT NULL,
        column_name nvarchar(max) NOT NULL,
        column_text nvarchar(max) NOT NULL,
        why nvarchar(max) NOT NULL
    );
    CREATE INDEX rejected_rows_by_file ON rejected_rows (file_no);
END;
GO

IF OBJECT_ID(N'matches', N'U') IS NULL
CREATE TABLE matches (
    match_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT pk_matches PRIMARY KEY,
    role nvarchar(40) NOT NULL,
    marketplace nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    order_id nvarchar(300) COLLATE Latin1_General_100_BIN2 NOT NULL,
    wallet nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    transaction_id nvarchar(300) COLLATE Latin1_General_100_BIN2 NOT NULL,
    amount bigint NOT NULL,
    currency char(3) NOT NULL,
    rule_name nvarchar(200) NOT NULL,
    confidence nvarchar(40) NOT NULL,
    why nvarchar(max) NOT NULL,
    CONSTRAINT uq_matches_parts UNIQUE (transaction_id, wallet, order_id, marketplace, role)
);
GO

IF OBJECT_ID(N'match_basis', N'U') IS NULL
CREATE TABLE match_basis ( -- one row, or none
    input_hash nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    as_of datetime2(7) NOT NULL,
    holds_until datetime2(7) NOT NULL,
    result_hash nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    matches bigint NOT NULL,
    totals nvarchar(max) NOT NULL, -- JSON: the control totals
    awaited nvarchar(max) NOT NULL -- JSON: the refunds that have not come
);
GO

IF OBJECT_ID(N'findings', N'U') IS NULL
CREATE TABLE findings (
    finding_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT pk_findings PRIMARY KEY,
    kind nvarchar(40) NOT NULL,
    state nvarchar(40) NOT NULL,
    orders nvarchar(max) NOT NULL, -- JSON: [["marketplace","order id"],…]
    transactions nvarchar(max) NOT NULL, -- JSON: [["wallet","transaction id"],…]
    amount bigint NOT NULL,
    currency char(3) NOT NULL,
    due_on date NULL,
    found_at datetime2(7) NOT NULL,
    confidence nvarchar(40) NOT NULL,
    why nvarchar(max) NOT NULL
);
GO

IF OBJECT_ID(N'finding_history', N'U') IS NULL
BEGIN
    CREATE TABLE finding_history (
        history_no bigint IDENTITY(1,1) NOT NULL CONSTRAINT pk_finding_history PRIMARY KEY,
        finding_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT fk_finding_history_findings REFERENCES findings (finding_id),
        run_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        kind nvarchar(40) NOT NULL,
        state nvarchar(40) NOT NULL,
        orders nvarchar(max) NOT NULL,
        transactions nvarchar(max) NOT NULL,
        amount bigint NOT NULL,
        currency char(3) NOT NULL,
        due_on date NULL,
        found_at datetime2(7) NOT NULL,
        confidence nvarchar(40) NOT NULL,
        why nvarchar(max) NOT NULL
    );
    CREATE INDEX finding_history_by_finding ON finding_history (finding_id, history_no);
END;
GO

IF OBJECT_ID(N'decisions', N'U') IS NULL
CREATE TABLE decisions (
    decision_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT pk_decisions PRIMARY KEY,
    kind nvarchar(40) NOT NULL,
    target_a nvarchar(max) NOT NULL,
    target_b nvarchar(max) NOT NULL,
    reason nvarchar(max) NOT NULL,
    os_user nvarchar(max) NOT NULL,
    decided_at datetime2(7) NOT NULL,
    undone_at datetime2(7) NULL,
    undone_by nvarchar(max) NOT NULL
);
GO

IF OBJECT_ID(N'disputes', N'U') IS NULL
BEGIN
    CREATE TABLE disputes (
        dispute_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT pk_disputes PRIMARY KEY,
        finding_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT fk_disputes_findings REFERENCES findings (finding_id),
        number bigint NOT NULL CONSTRAINT ck_disputes_number CHECK (number > 0), -- of the letter in its case
        step bigint NOT NULL CONSTRAINT ck_disputes_step CHECK (step > 0), -- of its route
        part bigint NOT NULL CONSTRAINT ck_disputes_part CHECK (part > 0), -- above 1: a further mail with evidence
        letter nvarchar(100) NOT NULL,
        channel nvarchar(40) NOT NULL,
        delivery nvarchar(40) NOT NULL,
        recipient nvarchar(max) NOT NULL,
        state nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
        wait_business_days bigint NOT NULL,
        approvals_needed bigint NOT NULL,
        approved_by nvarchar(max) NOT NULL,
        asked_at datetime2(7) NULL, -- when the approvers were last told
        tries bigint NOT NULL,
        tried_at datetime2(7) NULL, -- by the machine's clock
        sent_at datetime2(7) NULL,
        amount bigint NOT NULL,
        currency char(3) NOT NULL,
        created_at datetime2(7) NOT NULL,
        note nvarchar(max) NOT NULL,
        CONSTRAINT uq_disputes_finding_number UNIQUE (finding_id, number)
    );
    CREATE INDEX disputes_by_state ON disputes (state, created_at);
END;
GO

IF OBJECT_ID(N'dispute_messages', N'U') IS NULL
CREATE TABLE dispute_messages (
    dispute_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT pk_dispute_messages PRIMARY KEY CONSTRAINT fk_dispute_messages_disputes REFERENCES disputes (dispute_id),
    message_id nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT uq_dispute_messages_message_id UNIQUE,
    content varbinary(max) NOT NULL
);
GO

IF OBJECT_ID(N'dispute_attachments', N'U') IS NULL
CREATE TABLE dispute_attachments (
    dispute_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT fk_dispute_attachments_disputes REFERENCES disputes (dispute_id),
    position bigint NOT NULL,
    name nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    media_type nvarchar(200) NOT NULL,
    sha256 nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    content varbinary(max) NOT NULL,
    source nvarchar(max) NOT NULL,
    CONSTRAINT pk_dispute_attachments PRIMARY KEY (dispute_id, position),
    CONSTRAINT uq_dispute_attachments_name UNIQUE (dispute_id, name)
);
GO

IF OBJECT_ID(N'dispute_moves', N'U') IS NULL
BEGIN
    CREATE TABLE dispute_moves (
        move_no bigint IDENTITY(1,1) NOT NULL CONSTRAINT pk_dispute_moves PRIMARY KEY,
        dispute_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT fk_dispute_moves_disputes REFERENCES disputes (dispute_id),
        from_state nvarchar(40) NOT NULL,
        to_state nvarchar(40) NOT NULL,
        moved_at datetime2(7) NOT NULL,
        note nvarchar(max) NOT NULL
    );
    CREATE INDEX dispute_moves_by_dispute ON dispute_moves (dispute_id, move_no);
END;
GO

IF OBJECT_ID(N'dispute_approvals', N'U') IS NULL
CREATE TABLE dispute_approvals (
    dispute_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT fk_dispute_approvals_disputes REFERENCES disputes (dispute_id),
    position bigint NOT NULL,
    os_user nvarchar(256) NOT NULL,
    approved_at datetime2(7) NOT NULL,
    reason nvarchar(max) NOT NULL,
    CONSTRAINT pk_dispute_approvals PRIMARY KEY (dispute_id, position)
);
GO

-- What people told about a case.
IF OBJECT_ID(N'instructions', N'U') IS NULL
CREATE TABLE instructions (
    instruction_no bigint IDENTITY(1, 1) NOT NULL CONSTRAINT pk_instructions PRIMARY KEY,
    dispute_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT fk_instructions_disputes REFERENCES disputes (dispute_id),
    kind nvarchar(40) NOT NULL,
    given_at datetime2(7) NOT NULL,
    os_user nvarchar(256) NOT NULL,
    reason nvarchar(max) NOT NULL,
    refunded_on date NULL,
    refund_reference nvarchar(max) NOT NULL
);
GO

IF OBJECT_ID(N'answers', N'U') IS NULL
CREATE TABLE answers (
    answer_no bigint NOT NULL CONSTRAINT pk_answers PRIMARY KEY,
    mail_key nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT uq_answers_mail_key UNIQUE, -- tells it from all others, whichever way it came: each is filed once
    kind nvarchar(40) NOT NULL,
    sender nvarchar(max) NOT NULL,
    subject nvarchar(max) NOT NULL,
    received_at datetime2(7) NOT NULL,
    filed_at datetime2(7) NOT NULL,
    filed_by nvarchar(100) NOT NULL,
    text nvarchar(max) NOT NULL,
    note nvarchar(max) NOT NULL,
    mail varbinary(max) NOT NULL -- as it came
);
GO

-- The letters that a mail answers, one of each case that it names.
IF OBJECT_ID(N'answer_filings', N'U') IS NULL
CREATE TABLE answer_filings (
    answer_no bigint NOT NULL CONSTRAINT fk_answer_filings_answers REFERENCES answers (answer_no),
    dispute_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT fk_answer_filings_disputes REFERENCES disputes (dispute_id),
    CONSTRAINT pk_answer_filings PRIMARY KEY (answer_no, dispute_id)
);
GO

IF OBJECT_ID(N'answer_files', N'U') IS NULL
CREATE TABLE answer_files (
    answer_no bigint NOT NULL CONSTRAINT fk_answer_files_answers REFERENCES answers (answer_no),
    position bigint NOT NULL,
    name nvarchar(200) NOT NULL,
    media_type nvarchar(200) NOT NULL,
    sha256 nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    content varbinary(max) NOT NULL,
    CONSTRAINT pk_answer_files PRIMARY KEY (answer_no, position)
);
GO

-- Up to where each folder has been read.
IF OBJECT_ID(N'mailbox_positions', N'U') IS NULL
CREATE TABLE mailbox_positions (
    mailbox nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT pk_mailbox_positions PRIMARY KEY,
    uid_validity bigint NOT NULL,
    last_uid bigint NOT NULL
);
GO

IF OBJECT_ID(N'runs', N'U') IS NULL
CREATE TABLE runs (
    run_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT pk_runs PRIMARY KEY,
    started_at datetime2(7) NOT NULL,
    as_of datetime2(7) NOT NULL,
    result_hash nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    program_version nvarchar(100) NOT NULL,
    totals nvarchar(max) NOT NULL -- JSON: the control totals
);
GO

IF OBJECT_ID(N'audit', N'U') IS NULL
CREATE TABLE audit (
    seq bigint NOT NULL CONSTRAINT pk_audit PRIMARY KEY CONSTRAINT ck_audit_seq CHECK (seq > 0),
    at_utc datetime2(7) NOT NULL,
    actor nvarchar(max) NOT NULL,
    action nvarchar(100) NOT NULL,
    subject nvarchar(max) NOT NULL,
    details nvarchar(max) NOT NULL,
    previous_hash nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT uq_audit_previous_hash UNIQUE, -- no line has two successors: the chain cannot fork
    hash nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT uq_audit_hash UNIQUE
);
GO

-- Keys of the batch being saved, to look up what is known of them; cleared at once. Rows of one batch bear its id.
IF OBJECT_ID(N'key_staging', N'U') IS NULL
CREATE TABLE key_staging (
    batch_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    row_no bigint NOT NULL,
    owner nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL, -- the wallet or the marketplace
    id nvarchar(300) COLLATE Latin1_General_100_BIN2 NOT NULL, -- the transaction's or the order's
    CONSTRAINT pk_key_staging PRIMARY KEY (batch_id, row_no)
);
GO

IF OBJECT_ID(N'audit_refuses_update', N'TR') IS NOT NULL
DROP TRIGGER audit_refuses_update;
GO

CREATE TRIGGER audit_refuses_update ON audit INSTEAD OF UPDATE
AS
BEGIN
    THROW 51000, N'The audit chain only grows: its lines are never changed.', 1;
END;
GO

IF OBJECT_ID(N'audit_refuses_delete', N'TR') IS NOT NULL
DROP TRIGGER audit_refuses_delete;
GO

CREATE TRIGGER audit_refuses_delete ON audit INSTEAD OF DELETE
AS
BEGIN
    THROW 51000, N'The audit chain only grows: its lines are never deleted.', 1;
END;
