-- How many findings there are.
SELECT COUNT(*) AS findings
FROM findings;
