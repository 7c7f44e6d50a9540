-- The content of one page.
SELECT content
FROM record_keys
WHERE page_no = @page_no;
