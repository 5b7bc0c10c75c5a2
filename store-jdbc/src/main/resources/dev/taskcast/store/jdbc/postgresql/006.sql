-- A task that has ended, and that nodes need not hold, rests at a position: as long as that is the task's own. A node of an older version
-- that changes the task changes its position only.
ALTER TABLE ${prefix}tasks ADD COLUMN rests BIGINT;
CREATE UNIQUE INDEX ON ${prefix}tasks (id);
CREATE INDEX ON ${prefix}tasks (created) WHERE rests IS DISTINCT FROM position;
CREATE INDEX ON ${prefix}tasks (position) WHERE rests = position;
