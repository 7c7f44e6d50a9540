-- Nothing. Forgets what the last matching found.
UPDATE findings
SET found_as = NULL
WHERE found_as IS NOT NULL;
