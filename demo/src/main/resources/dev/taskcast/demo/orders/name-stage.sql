INSERT INTO import_stage (name, rows_read, rows_skipped) VALUES (?, 0, 0)
