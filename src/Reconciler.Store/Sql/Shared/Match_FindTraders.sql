-- Each wallet with each marketplace whose orders it has settled.
SELECT DISTINCT wallet, marketplace
FROM matches;
