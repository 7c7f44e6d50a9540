-- The wallet and id of each entry of which a version was added after the one numbered @after; sorted.
SELECT DISTINCT v.wallet, v.transaction_id
FROM entry_versions AS v
WHERE v.version_no > @after
ORDER BY v.transaction_id, v.wallet;
