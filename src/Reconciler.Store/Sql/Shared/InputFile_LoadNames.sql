-- Number, hash and name of every file, also of one that is being read.
SELECT file_no, sha256, name
FROM input_files;
