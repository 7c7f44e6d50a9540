-- How many versions of entries there are: one row. Versions are only ever added.
SELECT COUNT(*) AS versions
FROM entry_versions;
