-- Nothing. Keeps one row that could not be read.
INSERT INTO rejected_rows (
    file_no, line, column_name, column_text, why)
VALUES (
    @file_no, @line, @column_name, @column_text, @why);
