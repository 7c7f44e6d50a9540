-- Up to where one folder has been read, or no row.
SELECT uid_validity, last_uid
FROM mailbox_positions
WHERE mailbox = @mailbox;
