-- How many versions of entries a wallet has.
SELECT COUNT(*)
FROM entry_versions
WHERE wallet = @wallet;
