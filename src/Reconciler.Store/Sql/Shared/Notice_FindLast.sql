-- When the last notice of a kind about something was made, or null.
SELECT MAX(created_at)
FROM notices
WHERE kind = @kind AND about = @about;
