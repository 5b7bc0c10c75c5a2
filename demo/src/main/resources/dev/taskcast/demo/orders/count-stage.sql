UPDATE import_stage SET rows_read = ?, rows_skipped = ?
