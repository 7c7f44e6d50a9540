-- The number of the last rejected row; 0 before the first.
SELECT COALESCE(MAX(row_no), 0) AS row_no
FROM rejected_rows;
