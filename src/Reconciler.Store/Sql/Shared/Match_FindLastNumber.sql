-- The number of the match that came or changed last; 0 before the first.
SELECT COALESCE(MAX(match_no), 0) AS match_no
FROM matches;
