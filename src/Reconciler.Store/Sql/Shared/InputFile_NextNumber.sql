-- The first number that no file has.
SELECT COALESCE(MAX(file_no), 0) + 1 AS file_no
FROM input_files;
