-- How many matches there are.
SELECT CAST(COUNT(*) AS bigint) AS matches
FROM matches;
