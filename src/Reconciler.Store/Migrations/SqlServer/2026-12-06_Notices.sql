-- Mails to our own people: reports, what waits for approval, alerts. Safe to meet twice.
IF OBJECT_ID(N'notices', N'U') IS NULL
BEGIN
    CREATE TABLE notices (
        notice_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT pk_notices PRIMARY KEY,
        kind nvarchar(40) NOT NULL,
        about nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL, -- the report's name, or what the alert is about
        recipients nvarchar(max) NOT NULL, -- joined with ;
        message_id nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT uq_notices_message_id UNIQUE,
        content varbinary(max) NOT NULL, -- the whole mail
        state nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
        tries bigint NOT NULL,
        tried_at datetime2(7) NULL, -- by the machine's clock
        sent_at datetime2(7) NULL,
        created_at datetime2(7) NOT NULL,
        note nvarchar(max) NOT NULL -- while it is handed over: by whom
    );
    CREATE INDEX notices_by_about ON notices (kind, about, created_at);
END;
GO
