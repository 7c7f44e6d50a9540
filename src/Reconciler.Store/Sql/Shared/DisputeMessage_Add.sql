-- Nothing. Keeps the mail as it will go out, byte by byte.
INSERT INTO dispute_messages (
    dispute_id, message_id, content)
VALUES (
    @dispute_id, @message_id, @content);
