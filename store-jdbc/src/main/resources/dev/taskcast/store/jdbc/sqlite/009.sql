-- How far rates are used up, as of the block rates_block of the journal: one row for each limit, and each key, of whose rate something is.
-- full_at is when all permits will be there again, on the store's clock in nanoseconds since the epoch; rates_time is the newest time, in
-- milliseconds, that was met. A node of an older version leaves them as they are: they are then as of a block before flushed.
CREATE TABLE ${prefix}rates (
    name    TEXT   PRIMARY KEY,
    permits BIGINT NOT NULL,
    period  BIGINT NOT NULL,
    full_at BIGINT NOT NULL
) WITHOUT ROWID;
ALTER TABLE ${prefix}store ADD COLUMN rates_block BIGINT NOT NULL DEFAULT 0;
ALTER TABLE ${prefix}store ADD COLUMN rates_time BIGINT NOT NULL DEFAULT 0;
