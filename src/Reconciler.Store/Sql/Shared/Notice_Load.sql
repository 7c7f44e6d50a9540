-- The mail of one notice, or no row.
SELECT content
FROM notices
WHERE notice_id = @notice_id;
