-- How many versions of entries a wallet has.
SELECT CAST(COUNT(*) AS bigint)
FROM entry_versions
WHERE wallet = @wallet;
