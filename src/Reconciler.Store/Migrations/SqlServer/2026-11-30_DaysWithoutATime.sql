-- The first and the last moment of a day whose time no source tells. Empty: the time is told, or the row is from before. Safe to meet twice.
IF COL_LENGTH(N'entry_versions', N'booked_first') IS NULL
ALTER TABLE entry_versions ADD booked_first datetime2(7) NULL, booked_last datetime2(7) NULL;
GO

IF COL_LENGTH(N'order_versions', N'placed_first') IS NULL
ALTER TABLE order_versions ADD placed_first datetime2(7) NULL, placed_last datetime2(7) NULL, paid_first datetime2(7) NULL, paid_last datetime2(7) NULL;
GO
