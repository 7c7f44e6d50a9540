-- With what else than a wallet an order was paid, as its export says. Empty: with nothing else, or the row is from before. Safe to meet twice: a column that is there is not added again.
ALTER TABLE order_versions ADD COLUMN paid_otherwise TEXT NOT NULL DEFAULT '';
