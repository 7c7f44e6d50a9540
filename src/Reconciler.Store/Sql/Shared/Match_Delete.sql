-- Nothing. Drops a match that no longer holds.
DELETE FROM matches
WHERE match_id = @match_id;
