-- How many findings there are.
SELECT CAST(COUNT(*) AS bigint) AS findings
FROM findings;
