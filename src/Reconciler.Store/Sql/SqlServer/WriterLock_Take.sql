-- One number: 0 or more where the lock was given, below 0 where another writer kept it for the whole time.
DECLARE @given int;
DECLARE @wait int = CAST(@timeout_ms AS int);
EXEC @given = sp_getapplock @Resource = N'reconciler-writer', @LockMode = N'Exclusive', @LockOwner = N'Transaction', @LockTimeout = @wait;
SELECT CAST(@given AS bigint) AS given;
