-- The hash and the name of the file with this number.
SELECT sha256, name
FROM input_files
WHERE file_no = @file_no;
