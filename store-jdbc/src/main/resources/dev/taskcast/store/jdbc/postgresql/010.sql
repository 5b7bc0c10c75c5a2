-- What nodes tell each other of runs that somebody watches: each node's last 32 writes, in their turn. Nothing of it is needed, and a crash
-- of the server empties it. What a node watches itself stands beside its sign of life, as JSON; watch is another number each time.
CREATE UNLOGGED TABLE ${prefix}live (
    node   TEXT   NOT NULL,
    slot   INT    NOT NULL,
    number BIGINT NOT NULL,
    data   BYTEA  NOT NULL,
    PRIMARY KEY (node, slot)
) WITH (fillfactor = 50);
ALTER TABLE ${prefix}live ALTER COLUMN data SET STORAGE EXTERNAL;
ALTER TABLE ${prefix}nodes ADD COLUMN watch BIGINT NOT NULL DEFAULT 0;
ALTER TABLE ${prefix}nodes ADD COLUMN watching BYTEA;
