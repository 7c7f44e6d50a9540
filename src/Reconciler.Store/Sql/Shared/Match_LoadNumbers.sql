-- The number of every match, in no order.
SELECT match_no
FROM matches;
