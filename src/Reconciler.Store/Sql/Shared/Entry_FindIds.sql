-- The wallet and id of each entry whose id is @text, or that is written @owner/@id; sorted.
SELECT DISTINCT v.wallet, v.transaction_id
FROM entry_versions AS v
WHERE v.transaction_id = @text OR (v.transaction_id = @id AND v.wallet = @owner)
ORDER BY v.transaction_id, v.wallet;
