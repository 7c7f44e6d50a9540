-- The numbers of the first versions of the entries of which a version came after the one of that number, in no order.
SELECT DISTINCT f.version_no
FROM entry_versions AS v
JOIN entry_versions AS f ON f.transaction_id = v.transaction_id AND f.wallet = v.wallet AND f.version = 1
WHERE v.version_no > @after;
