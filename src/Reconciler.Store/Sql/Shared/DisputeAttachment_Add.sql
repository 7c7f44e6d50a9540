-- Nothing. Keeps one attached file.
INSERT INTO dispute_attachments (
    dispute_id, position, name, media_type, sha256, content,
    source)
VALUES (
    @dispute_id, @position, @name, @media_type, @sha256, @content,
    @source);
