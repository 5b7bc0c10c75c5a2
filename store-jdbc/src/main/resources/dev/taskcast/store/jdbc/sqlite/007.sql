-- How many tasks rest, by type and status. The triggers keep that with each row that is written. Those are counted that were made up to
-- the position counted in the store: the others are, batch by batch, at the next start.
CREATE TABLE ${prefix}rests (
    type   TEXT   NOT NULL,
    status TEXT   NOT NULL,
    tasks  BIGINT NOT NULL,
    PRIMARY KEY (type, status)
) WITHOUT ROWID;
ALTER TABLE ${prefix}store ADD COLUMN counted BIGINT NOT NULL DEFAULT 0;
CREATE TRIGGER ${prefix}count_rests_added AFTER INSERT ON ${prefix}tasks WHEN NEW.rests = NEW.position
BEGIN INSERT INTO ${prefix}rests (type, status, tasks) SELECT coalesce(NEW.type, ''), NEW.status, 1 WHERE NEW.created <= (SELECT counted FROM ${prefix}store) ON CONFLICT (type, status) DO UPDATE SET tasks = tasks + 1; END;
CREATE TRIGGER ${prefix}count_rests_changed AFTER UPDATE ON ${prefix}tasks WHEN NEW.rests = NEW.position OR OLD.rests = OLD.position
BEGIN INSERT INTO ${prefix}rests (type, status, tasks) SELECT coalesce(NEW.type, ''), NEW.status, 1 WHERE NEW.rests = NEW.position AND NEW.created <= (SELECT counted FROM ${prefix}store) ON CONFLICT (type, status) DO UPDATE SET tasks = tasks + 1; UPDATE ${prefix}rests SET tasks = tasks - 1 WHERE type = coalesce(OLD.type, '') AND status = OLD.status AND OLD.rests = OLD.position AND OLD.created <= (SELECT counted FROM ${prefix}store); END;
CREATE TRIGGER ${prefix}count_rests_gone AFTER DELETE ON ${prefix}tasks WHEN OLD.rests = OLD.position
BEGIN UPDATE ${prefix}rests SET tasks = tasks - 1 WHERE type = coalesce(OLD.type, '') AND status = OLD.status AND OLD.created <= (SELECT counted FROM ${prefix}store); END;
CREATE TRIGGER ${prefix}count_rests_none AFTER UPDATE ON ${prefix}rests WHEN NEW.tasks = 0
BEGIN DELETE FROM ${prefix}rests WHERE type = NEW.type AND status = NEW.status; END;
