-- Nothing. Forgets what the stored matches were made from.
DELETE FROM match_basis;
