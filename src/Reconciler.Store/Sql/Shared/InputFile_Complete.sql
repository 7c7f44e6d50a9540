-- Nothing. Writes what became of a file.
UPDATE input_files
SET name = @name, layout = @layout, wallet = @wallet, size_bytes = @size_bytes, imported_at = @imported_at, rows_read = @rows_read, rows_new = @rows_new,
    rows_new_versions = @rows_new_versions, rows_known = @rows_known, rows_rejected = @rows_rejected, outcome = @outcome
WHERE sha256 = @sha256;
