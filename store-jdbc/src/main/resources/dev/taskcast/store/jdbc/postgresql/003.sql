-- What is set of limits, as JSON. The name says what each is of.
CREATE TABLE ${prefix}limits (
    name TEXT  PRIMARY KEY,
    body BYTEA NOT NULL
);

-- For operators: the queue of a task, null for the default one; and when it is due, in epoch milliseconds, where it waits for a time.
ALTER TABLE ${prefix}tasks ADD COLUMN queue TEXT;
ALTER TABLE ${prefix}tasks ADD COLUMN run_at BIGINT;

-- A node of an older version knows nothing of limits, times and attempts, and would lose what it does not know. So what it appends, and
-- its flush, are refused: it names no format, and counts no flush.
ALTER TABLE ${prefix}events ADD COLUMN format INT DEFAULT 2;
ALTER TABLE ${prefix}events ALTER COLUMN format DROP DEFAULT;
ALTER TABLE ${prefix}store ADD COLUMN flushes BIGINT NOT NULL DEFAULT 0;
CREATE FUNCTION ${prefix}refuse_older() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'The tables of Taskcast were brought to version 3 by a newer node, and this node is of an older version: it can change nothing any more. Upgrade it and start it again'; END
$$;
CREATE TRIGGER refuse_older BEFORE INSERT ON ${prefix}events
    FOR EACH ROW WHEN (NEW.format IS NULL) EXECUTE FUNCTION ${prefix}refuse_older();
CREATE TRIGGER refuse_older BEFORE UPDATE ON ${prefix}store
    FOR EACH ROW WHEN (NEW.flushes = OLD.flushes) EXECUTE FUNCTION ${prefix}refuse_older();
