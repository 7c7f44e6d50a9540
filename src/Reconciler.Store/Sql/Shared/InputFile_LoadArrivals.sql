-- The statements of each wallet as they came, up to the file numbered @until: a row for the rows of each file, with the first and the last of them, and one for each file itself that names its wallet.
SELECT v.wallet, f.imported_at, MIN(v.booked_at) AS first_row, MAX(v.booked_at) AS last_row
FROM entry_versions AS v
JOIN input_files AS f ON f.file_no = v.file_no
WHERE f.imported_at IS NOT NULL AND f.file_no <= @until
GROUP BY v.wallet, v.file_no, f.imported_at
UNION ALL
SELECT f.wallet, f.imported_at, NULL, NULL
FROM input_files AS f
WHERE f.wallet <> '' AND f.imported_at IS NOT NULL AND f.file_no <= @until
ORDER BY wallet, imported_at;
