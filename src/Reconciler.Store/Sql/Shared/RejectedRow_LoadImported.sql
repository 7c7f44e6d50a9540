-- The rejected rows of files read from @from_time up to, but not at, @to_time: by file in the order in which they came, then by line.
SELECT f.sha256, f.name, r.line, r.column_name, r.column_text, r.why
FROM rejected_rows AS r
JOIN input_files AS f ON f.file_no = r.file_no
WHERE f.imported_at >= @from_time AND f.imported_at < @to_time
ORDER BY r.file_no, r.line, r.row_no;
