-- The wallet and id of each version of entries that tells other money than the standing one.
SELECT wallet, transaction_id
FROM entry_versions
WHERE stands = 2;
