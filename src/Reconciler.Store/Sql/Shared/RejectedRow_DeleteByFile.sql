-- Nothing. Forgets the rejected rows of one file, which is about to be read again.
DELETE FROM rejected_rows
WHERE file_no = (SELECT f.file_no FROM input_files AS f WHERE f.sha256 = @sha256);
