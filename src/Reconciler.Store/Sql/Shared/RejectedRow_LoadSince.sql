-- The rejected rows that came after @row_no: by file in the order in which they came, then by line.
SELECT f.sha256, f.name, r.line, r.column_name, r.column_text, r.why
FROM rejected_rows AS r
JOIN input_files AS f ON f.file_no = r.file_no
WHERE r.row_no IN (SELECT n.row_no FROM rejected_rows AS n WHERE n.row_no > @row_no)
ORDER BY r.file_no, r.line, r.row_no;
