-- Nothing. Keeps one file that came with an answer.
INSERT INTO answer_files (
    answer_no, position, name, media_type, sha256, content)
VALUES (
    @answer_no, @position, @name, @media_type, @sha256, @content);
