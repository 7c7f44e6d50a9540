-- When each order was placed, as its first version says, behind the number of that version, in no order.
SELECT version_no, placed_at
FROM order_versions
WHERE version = 1;
