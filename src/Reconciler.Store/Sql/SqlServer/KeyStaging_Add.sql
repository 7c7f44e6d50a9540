-- Nothing. One key to look up.
INSERT INTO key_staging (
    batch_id, row_no, owner, id)
VALUES (
    @batch_id, @row_no, @owner, @id);
