-- The wallets of which an entry came after the version numbered @after.
SELECT DISTINCT v.wallet
FROM entry_versions AS v
WHERE v.version_no > @after;
