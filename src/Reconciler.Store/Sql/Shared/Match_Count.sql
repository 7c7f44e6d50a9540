-- How many matches there are.
SELECT COUNT(*) AS matches
FROM matches;
