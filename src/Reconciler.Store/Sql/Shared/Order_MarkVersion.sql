-- Nothing. Says whether one version of an order stands (1), tells other money than the standing one (2), or neither (0).
UPDATE order_versions
SET stands = @stands
WHERE order_id = @order_id AND marketplace = @marketplace AND version = @version;
