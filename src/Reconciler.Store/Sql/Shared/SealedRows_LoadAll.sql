-- Every page of changed rows, in the order of writing.
SELECT seq, page, content
FROM sealed_rows
ORDER BY seq, page;
