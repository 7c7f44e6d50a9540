-- The numbers of the first versions of those entries of which a later version tells something, sorted.
SELECT DISTINCT f.version_no AS first_no
FROM entry_versions AS v
JOIN entry_versions AS f ON f.transaction_id = v.transaction_id AND f.wallet = v.wallet AND f.version = 1
WHERE v.version > 1 AND v.stands <> 0
ORDER BY first_no;
