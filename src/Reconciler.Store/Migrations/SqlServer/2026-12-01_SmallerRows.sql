-- Entries and orders take less room, and are found by when they came: version_no grows with each version that is added. What a hash of the values told is read off the values. Safe to meet twice.
IF COL_LENGTH(N'entry_versions', N'version_no') IS NULL
ALTER TABLE entry_versions ADD version_no bigint IDENTITY(1, 1) NOT NULL CONSTRAINT uq_entry_versions_no UNIQUE, text_offset bigint NULL, text_length bigint NULL;
GO
IF OBJECT_ID(N'uq_entry_versions_content', N'UQ') IS NOT NULL
ALTER TABLE entry_versions DROP CONSTRAINT uq_entry_versions_content;
GO
IF COL_LENGTH(N'entry_versions', N'content_hash') IS NOT NULL
ALTER TABLE entry_versions DROP COLUMN content_hash, imported_at;
GO
ALTER TABLE entry_versions ALTER COLUMN booked_at_text nvarchar(max) NULL;
GO
ALTER TABLE entry_versions ALTER COLUMN raw_text nvarchar(max) NULL;
GO
IF COL_LENGTH(N'order_versions', N'version_no') IS NULL
ALTER TABLE order_versions ADD version_no bigint IDENTITY(1, 1) NOT NULL CONSTRAINT uq_order_versions_no UNIQUE, text_offset bigint NULL, text_length bigint NULL;
GO
IF OBJECT_ID(N'uq_order_versions_content', N'UQ') IS NOT NULL
ALTER TABLE order_versions DROP CONSTRAINT uq_order_versions_content;
GO
IF COL_LENGTH(N'order_versions', N'content_hash') IS NOT NULL
ALTER TABLE order_versions DROP COLUMN content_hash, imported_at;
GO
ALTER TABLE order_versions ALTER COLUMN raw_text nvarchar(max) NULL;
GO
