-- The numbers of the rejected rows of one file.
SELECT r.row_no
FROM rejected_rows AS r
JOIN input_files AS f ON f.file_no = r.file_no
WHERE f.sha256 = @sha256;
