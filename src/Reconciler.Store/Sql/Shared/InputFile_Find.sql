-- The file with this hash that was read to its end, or no row.
SELECT sha256, name, layout, wallet, size_bytes, imported_at, rows_read,
    rows_new, rows_new_versions, rows_known, rows_rejected, outcome
FROM input_files
WHERE sha256 = @sha256 AND imported_at IS NOT NULL;
