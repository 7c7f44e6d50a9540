-- The pages of keys without their content, segment by segment.
SELECT page_no, segment, keys, first_key, last_key
FROM record_keys
ORDER BY segment, page_no;
