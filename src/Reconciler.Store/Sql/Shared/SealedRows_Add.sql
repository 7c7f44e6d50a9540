-- Nothing. Keeps a page of changed rows.
INSERT INTO sealed_rows (seq, page, content)
VALUES (@seq, @page, @content);
