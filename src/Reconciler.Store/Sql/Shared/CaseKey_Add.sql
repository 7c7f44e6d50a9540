-- Nothing. Keeps the secret of this store.
INSERT INTO case_keys (key_no, secret)
VALUES (@key_no, @secret);
