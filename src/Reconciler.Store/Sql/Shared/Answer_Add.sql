-- Nothing. Keeps one answer.
INSERT INTO answers (
    answer_no, mail_key, kind, sender, subject,
    received_at, filed_at, filed_by, text, note, mail)
VALUES (
    @answer_no, @mail_key, @kind, @sender, @subject,
    @received_at, @filed_at, @filed_by, @text, @note, @mail);
