-- The number of the file with this hash, or no row.
SELECT file_no
FROM input_files
WHERE sha256 = @sha256;
