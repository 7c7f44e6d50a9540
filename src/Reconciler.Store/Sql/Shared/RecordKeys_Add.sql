-- Nothing. Keeps a page of keys.
INSERT INTO record_keys (page_no, segment, keys, first_key, last_key, content)
VALUES (@page_no, @segment, @keys, @first_key, @last_key, @content);
