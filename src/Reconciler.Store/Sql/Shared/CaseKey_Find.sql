-- The secret of this store, or no row.
SELECT secret
FROM case_keys;
