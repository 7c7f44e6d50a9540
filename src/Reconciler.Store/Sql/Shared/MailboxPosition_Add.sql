-- Nothing. Notes up to where one folder has been read.
INSERT INTO mailbox_positions (
    mailbox, uid_validity, last_uid)
VALUES (
    @mailbox, @uid_validity, @last_uid);
