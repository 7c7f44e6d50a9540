-- With what else than a wallet an order was paid, as its export says. Empty: with nothing else, or the row is from before. Safe to meet twice.
IF COL_LENGTH(N'order_versions', N'paid_otherwise') IS NULL
ALTER TABLE order_versions ADD paid_otherwise nvarchar(200) NOT NULL CONSTRAINT df_order_versions_paid_otherwise DEFAULT N'';
GO
