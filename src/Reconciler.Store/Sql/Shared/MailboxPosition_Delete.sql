-- Nothing. Forgets up to where one folder has been read.
DELETE FROM mailbox_positions
WHERE mailbox = @mailbox;
