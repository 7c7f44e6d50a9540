-- The marketplace and id of each version of orders that tells other money than the standing one.
SELECT marketplace, order_id
FROM order_versions
WHERE stands = 2;
