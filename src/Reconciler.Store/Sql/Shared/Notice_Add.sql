-- Nothing. Keeps a new notice with its mail.
INSERT INTO notices (
    notice_id, kind, about, recipients, message_id, content,
    state, tries, tried_at, sent_at, created_at, note)
VALUES (
    @notice_id, @kind, @about, @recipients, @message_id, @content,
    @state, @tries, @tried_at, @sent_at, @created_at, @note);
