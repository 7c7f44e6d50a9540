-- Records that have more than one version are few, and are found without looking at the others. Safe to meet twice.
IF INDEXPROPERTY(OBJECT_ID(N'entry_versions'), N'entry_versions_later', 'IndexID') IS NULL
CREATE INDEX entry_versions_later ON entry_versions (version_no) WHERE version > 1;
GO

IF INDEXPROPERTY(OBJECT_ID(N'order_versions'), N'order_versions_later', 'IndexID') IS NULL
CREATE INDEX order_versions_later ON order_versions (version_no) WHERE version > 1;
GO
