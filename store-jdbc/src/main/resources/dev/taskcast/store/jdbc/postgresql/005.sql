-- What tasks are found by. Text is as it stands in body, but for backslashes and characters that not every database takes: these are
-- written as \uXXXX. tags has U+001F before, between and after them. Times are in epoch milliseconds. facts is the position that these
-- columns are of: where it is not the row's own, an older version has written the row, and its columns are still to be brought up.
ALTER TABLE ${prefix}tasks
    ADD COLUMN type       TEXT,
    ADD COLUMN owner      TEXT,
    ADD COLUMN tags       TEXT,
    ADD COLUMN key        TEXT,
    ADD COLUMN title      TEXT,
    ADD COLUMN created_at BIGINT,
    ADD COLUMN started_at BIGINT,
    ADD COLUMN ended_at   BIGINT,
    ADD COLUMN duration   BIGINT,
    ADD COLUMN run        INT,
    ADD COLUMN attempt    INT,
    ADD COLUMN error_kind TEXT,
    ADD COLUMN facts      BIGINT;

-- Only tasks that have ended are in these: a task gets into them once, when it ends.
CREATE INDEX ON ${prefix}tasks (status, ended_at, created) WHERE ended_at IS NOT NULL;
CREATE INDEX ON ${prefix}tasks (status, started_at, created) WHERE duration IS NOT NULL;
CREATE INDEX ON ${prefix}tasks (status, duration, created) WHERE duration IS NOT NULL;
CREATE INDEX ON ${prefix}tasks (type, status, ended_at, created) WHERE ended_at IS NOT NULL;
CREATE INDEX ON ${prefix}tasks (owner, status, ended_at, created) WHERE ended_at IS NOT NULL AND owner IS NOT NULL;

-- The rows whose columns are still to be brought up: none, most of the time.
CREATE INDEX ON ${prefix}tasks (facts) WHERE facts IS DISTINCT FROM position;
