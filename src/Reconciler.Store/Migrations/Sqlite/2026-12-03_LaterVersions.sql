-- Records that have more than one version are few, and are found without looking at the others. Safe to meet twice.
DROP INDEX IF EXISTS entry_versions_in_conflict;
;
CREATE INDEX IF NOT EXISTS entry_versions_later ON entry_versions (version_no) WHERE version > 1;
;
DROP INDEX IF EXISTS order_versions_in_conflict;
;
CREATE INDEX IF NOT EXISTS order_versions_later ON order_versions (version_no) WHERE version > 1;
