-- The id of each version of entries from @from on, in order.
SELECT transaction_id
FROM entry_versions
WHERE transaction_id >= @from
ORDER BY transaction_id;
