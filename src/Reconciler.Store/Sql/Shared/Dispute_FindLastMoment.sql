-- The latest moment that any finding, letter, answer or word of a person tells; NULL where there is none.
SELECT MAX(m.moment) AS last_moment
FROM (
    SELECT MAX(found_at) AS moment FROM findings
    UNION ALL SELECT MAX(created_at) FROM disputes
    UNION ALL SELECT MAX(sent_at) FROM disputes
    UNION ALL SELECT MAX(filed_at) FROM answers
    UNION ALL SELECT MAX(given_at) FROM instructions) AS m;
