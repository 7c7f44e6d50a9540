-- Every file up to the one numbered @until that was read to its end, in the order in which they came.
SELECT sha256, name, layout, wallet, size_bytes, imported_at, rows_read,
    rows_new, rows_new_versions, rows_known, rows_rejected, outcome
FROM input_files
WHERE imported_at IS NOT NULL AND file_no <= @until
ORDER BY file_no;
