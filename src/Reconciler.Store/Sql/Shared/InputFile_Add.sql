-- Nothing. Makes a file known.
INSERT INTO input_files (
    file_no, sha256, name, layout, wallet, size_bytes, imported_at,
    rows_read, rows_new, rows_new_versions, rows_known, rows_rejected, outcome)
VALUES (
    @file_no, @sha256, @name, @layout, @wallet, @size_bytes, @imported_at,
    @rows_read, @rows_new, @rows_new_versions, @rows_known, @rows_rejected, @outcome);
