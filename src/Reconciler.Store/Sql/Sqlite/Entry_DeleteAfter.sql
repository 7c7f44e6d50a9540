-- Nothing. Takes back the versions of entries that were added after one in the same transaction.
DELETE FROM entry_versions
WHERE version_no > @version_no;
