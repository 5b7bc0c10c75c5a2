-- What tasks are found by. Text is as it stands in body, but for backslashes and characters that not every database takes: these are
-- written as \uXXXX. tags has U+001F before, between and after them. Times are in epoch milliseconds. facts is the position that these
-- columns are of: where it is not the row's own, an older version has written the row, and its columns are still to be brought up.
ALTER TABLE ${prefix}tasks ADD COLUMN type       TEXT;
ALTER TABLE ${prefix}tasks ADD COLUMN owner      TEXT;
ALTER TABLE ${prefix}tasks ADD COLUMN tags       TEXT;
ALTER TABLE ${prefix}tasks ADD COLUMN key        TEXT;
ALTER TABLE ${prefix}tasks ADD COLUMN title      TEXT;
ALTER TABLE ${prefix}tasks ADD COLUMN created_at BIGINT;
ALTER TABLE ${prefix}tasks ADD COLUMN started_at BIGINT;
ALTER TABLE ${prefix}tasks ADD COLUMN ended_at   BIGINT;
ALTER TABLE ${prefix}tasks ADD COLUMN duration   BIGINT;
ALTER TABLE ${prefix}tasks ADD COLUMN run        INT;
ALTER TABLE ${prefix}tasks ADD COLUMN attempt    INT;
ALTER TABLE ${prefix}tasks ADD COLUMN error_kind TEXT;
ALTER TABLE ${prefix}tasks ADD COLUMN facts      BIGINT;

-- Only tasks that have ended are in these: a task gets into them once, when it ends.
CREATE INDEX ${prefix}tasks_by_ended ON ${prefix}tasks (status, ended_at, created) WHERE ended_at IS NOT NULL;
CREATE INDEX ${prefix}tasks_by_started ON ${prefix}tasks (status, started_at, created) WHERE duration IS NOT NULL;
CREATE INDEX ${prefix}tasks_by_duration ON ${prefix}tasks (status, duration, created) WHERE duration IS NOT NULL;
CREATE INDEX ${prefix}tasks_by_type ON ${prefix}tasks (type, status, ended_at, created) WHERE ended_at IS NOT NULL;
CREATE INDEX ${prefix}tasks_by_owner ON ${prefix}tasks (owner, status, ended_at, created) WHERE ended_at IS NOT NULL AND owner IS NOT NULL;

-- The rows whose columns are still to be brought up: none, most of the time.
CREATE INDEX ${prefix}tasks_to_bring_up ON ${prefix}tasks (facts) WHERE facts IS NOT position;
