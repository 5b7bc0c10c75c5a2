-- How many runs started and ended when, by type, bucket by bucket. step is the length of a bucket in seconds, and bucket its beginning in
-- epoch milliseconds. The type '' stands for all types together; of these, types is how many are known by their names in the bucket. waits
-- and durations are histograms. A flush writes it, and how far the journal is counted in it (series, a number of a block), before all else.
CREATE TABLE ${prefix}series (
    step      INT    NOT NULL,
    type      TEXT   NOT NULL,
    bucket    BIGINT NOT NULL,
    types     INT    NOT NULL,
    starts    BIGINT NOT NULL,
    completed BIGINT NOT NULL,
    error     BIGINT NOT NULL,
    canceled  BIGINT NOT NULL,
    timed_out BIGINT NOT NULL,
    retried   BIGINT NOT NULL,
    waits     BYTEA  NOT NULL,
    durations BYTEA  NOT NULL,
    PRIMARY KEY (step, type, bucket)
);
ALTER TABLE ${prefix}store ADD COLUMN series BIGINT NOT NULL DEFAULT 0;
UPDATE ${prefix}store SET series = flushed, flushes = flushes + 1;
