-- Mails to our own people: reports, what waits for approval, alerts. Safe to meet twice.
CREATE TABLE IF NOT EXISTS notices (
    notice_id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    about TEXT NOT NULL, -- the report's name, or what the alert is about
    recipients TEXT NOT NULL, -- joined with ;
    message_id TEXT NOT NULL UNIQUE,
    content BLOB NOT NULL, -- the whole mail
    state TEXT NOT NULL,
    tries INTEGER NOT NULL,
    tried_at TEXT NULL, -- by the machine's clock
    sent_at TEXT NULL,
    created_at TEXT NOT NULL,
    note TEXT NOT NULL -- while it is handed over: by whom
) STRICT;
;
CREATE INDEX IF NOT EXISTS notices_by_about ON notices (kind, about, created_at);
