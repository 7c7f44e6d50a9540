-- Nothing. Says whether one version of an entry stands (1), tells other money than the standing one (2), or neither (0).
UPDATE entry_versions
SET stands = @stands
WHERE transaction_id = @transaction_id AND wallet = @wallet AND version = @version;
