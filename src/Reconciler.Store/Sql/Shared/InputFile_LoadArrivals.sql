-- When each wallet's latest statement came, as files or as their rows tell it: a row a wallet.
SELECT a.wallet, MAX(a.imported_at) AS imported_at
FROM (
    SELECT f.wallet, f.imported_at
    FROM input_files AS f
    WHERE f.wallet <> '' AND f.imported_at IS NOT NULL
    UNION ALL
    SELECT v.wallet, MAX(v.imported_at) AS imported_at
    FROM entry_versions AS v
    GROUP BY v.wallet) AS a
GROUP BY a.wallet
ORDER BY a.wallet;
