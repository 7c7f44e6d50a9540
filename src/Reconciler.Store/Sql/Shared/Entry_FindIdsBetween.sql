-- The wallet's entries whose ids lie from @from up to, but not at, @to: their ids.
SELECT DISTINCT transaction_id
FROM entry_versions
WHERE transaction_id >= @from AND transaction_id < @to AND wallet = @owner;
