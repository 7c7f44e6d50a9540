-- When the earliest entry was booked of those that came after a version number; empty where none did.
SELECT MIN(booked_at) AS booked_at
FROM entry_versions
WHERE stands = 1 AND version_no > @after;
