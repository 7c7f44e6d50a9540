-- Nothing. Drops a match that no longer holds.
DELETE FROM matches
WHERE match_no = @match_no;
