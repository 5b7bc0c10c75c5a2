-- A task that has ended, and that nodes need not hold, rests at a position: as long as that is the task's own.
ALTER TABLE ${prefix}tasks ADD COLUMN rests BIGINT;
CREATE UNIQUE INDEX ${prefix}tasks_id ON ${prefix}tasks (id);
CREATE INDEX ${prefix}tasks_living ON ${prefix}tasks (created) WHERE rests IS NOT position;
CREATE INDEX ${prefix}tasks_resting ON ${prefix}tasks (position) WHERE rests = position;
