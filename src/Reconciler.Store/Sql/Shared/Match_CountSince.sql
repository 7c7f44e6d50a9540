-- How many matches came or changed after the one of that number.
SELECT CAST(COUNT(*) AS bigint) AS matches
FROM matches
WHERE match_no > @match_no;
