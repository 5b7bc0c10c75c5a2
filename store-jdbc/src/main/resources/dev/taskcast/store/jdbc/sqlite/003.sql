-- What is set of limits, as JSON. The name says what each is of.
CREATE TABLE ${prefix}limits (
    name TEXT PRIMARY KEY,
    body BLOB NOT NULL
);

-- For operators: the queue of a task, null for the default one; and when it is due, in epoch milliseconds, where it waits for a time.
ALTER TABLE ${prefix}tasks ADD COLUMN queue TEXT;
ALTER TABLE ${prefix}tasks ADD COLUMN run_at BIGINT;

-- A node of an older version knows nothing of limits, times and attempts, and would lose what it does not know. So what it appends, and
-- its flush, are refused: it names no format, and counts no flush.
ALTER TABLE ${prefix}events ADD COLUMN format INT;
ALTER TABLE ${prefix}store ADD COLUMN flushes BIGINT NOT NULL DEFAULT 0;
CREATE TRIGGER ${prefix}refuse_older_append BEFORE INSERT ON ${prefix}events WHEN NEW.format IS NULL
BEGIN SELECT RAISE(ABORT, 'The tables of Taskcast were brought to version 3 by a newer node, and this node is of an older version: it can change nothing any more. Upgrade it and start it again'); END;
CREATE TRIGGER ${prefix}refuse_older_flush BEFORE UPDATE ON ${prefix}store WHEN NEW.flushes = OLD.flushes
BEGIN SELECT RAISE(ABORT, 'The tables of Taskcast were brought to version 3 by a newer node, and this node is of an older version: it can change nothing any more. Upgrade it and start it again'); END;
