-- When each entry was booked, as its first version says, behind the number of that version, in no order.
SELECT version_no, booked_at
FROM entry_versions
WHERE version = 1;
