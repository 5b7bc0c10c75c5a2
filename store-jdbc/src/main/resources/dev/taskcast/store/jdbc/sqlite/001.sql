-- To apply it by hand, put the prefix for ${prefix}: sed 's/${prefix}/taskcast_/g'

CREATE TABLE ${prefix}version (
    version    INTEGER PRIMARY KEY,
    applied_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- One row: where positions began, and up to which block of the journal the other tables are.
CREATE TABLE ${prefix}store (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    birth   BIGINT NOT NULL,
    flushed BIGINT NOT NULL
);

-- The journal. A block is a batch of changes; its number is the one before it plus the number of that one's transitions
-- (or 1), so that the primary key refuses the second of two blocks on the same head.
CREATE TABLE ${prefix}events (
    block       INTEGER PRIMARY KEY,
    transitions INT    NOT NULL,
    position    BIGINT NOT NULL,
    node        TEXT   NOT NULL,
    token       BIGINT NOT NULL,
    data        BLOB  NOT NULL
);

CREATE TABLE ${prefix}lives (
    position INTEGER PRIMARY KEY,
    node     TEXT        NOT NULL,
    begun_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- The columns are for updates and for operators; what a task is stands in body, as JSON.
CREATE TABLE ${prefix}tasks (
    created     INTEGER PRIMARY KEY,
    position    BIGINT NOT NULL,
    fence       BIGINT NOT NULL,
    id          TEXT   NOT NULL,
    status      TEXT   NOT NULL,
    body        BLOB  NOT NULL,
    node        TEXT,
    stack_trace BLOB
);

CREATE TABLE ${prefix}notes (
    created BIGINT NOT NULL,
    name    TEXT   NOT NULL,
    value   BLOB  NOT NULL,
    PRIMARY KEY (created, name)
);

-- Runs that were followed by another one; the newest is in its task's row.
CREATE TABLE ${prefix}runs (
    created     BIGINT NOT NULL,
    run         INT    NOT NULL,
    outcome     TEXT   NOT NULL,
    started_at  BIGINT NOT NULL,
    ended_at    BIGINT NOT NULL,
    node        TEXT,
    error       BLOB,
    stack_trace BLOB,
    PRIMARY KEY (created, run)
);

-- Ids of tasks that are gone, many to a row.
CREATE TABLE ${prefix}gone (
    block INTEGER PRIMARY KEY,
    count INT    NOT NULL,
    ids   BLOB  NOT NULL
);

CREATE TABLE ${prefix}lines (
    created BIGINT NOT NULL,
    run     INT    NOT NULL,
    first   BIGINT NOT NULL,
    last    BIGINT NOT NULL,
    lines   BLOB  NOT NULL,
    PRIMARY KEY (created, run, first)
);

CREATE TABLE ${prefix}progress (
    node TEXT PRIMARY KEY,
    data BLOB NOT NULL
);
