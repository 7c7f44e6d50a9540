-- Nothing. Takes back the versions of orders that were added after one in the same transaction.
DELETE FROM order_versions
WHERE version_no > @version_no;
