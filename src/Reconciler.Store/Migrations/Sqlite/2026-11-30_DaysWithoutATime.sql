-- The first and the last moment of a day whose time no source tells. Empty: the time is told, or the row is from before. Safe to meet twice: a column that is there is not added again.
ALTER TABLE entry_versions ADD COLUMN booked_first TEXT NULL;
;
ALTER TABLE entry_versions ADD COLUMN booked_last TEXT NULL;
;
ALTER TABLE order_versions ADD COLUMN placed_first TEXT NULL;
;
ALTER TABLE order_versions ADD COLUMN placed_last TEXT NULL;
;
ALTER TABLE order_versions ADD COLUMN paid_first TEXT NULL;
;
ALTER TABLE order_versions ADD COLUMN paid_last TEXT NULL;
