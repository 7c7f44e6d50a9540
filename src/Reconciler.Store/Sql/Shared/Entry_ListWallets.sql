-- The wallets that have entries, in no order.
SELECT DISTINCT v.wallet
FROM entry_versions AS v;
