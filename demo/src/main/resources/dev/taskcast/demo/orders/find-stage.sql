SELECT rows_read, rows_skipped FROM import_stage WHERE name = ?
