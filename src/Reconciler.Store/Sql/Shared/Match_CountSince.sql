-- How many matches came or changed after the one of that number.
SELECT COUNT(*) AS matches
FROM matches
WHERE match_no > @match_no;
