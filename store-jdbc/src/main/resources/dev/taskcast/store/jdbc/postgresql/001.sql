-- To apply it by hand, put the prefix (with the schema and a dot before it, if any) for ${prefix}: sed 's/${prefix}/taskcast_/g'

CREATE TABLE ${prefix}version (
    version    INT PRIMARY KEY,
    applied_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

-- One row: where positions began, and up to which block of the journal the other tables are.
CREATE TABLE ${prefix}store (
    one     INT PRIMARY KEY CHECK (one = 1),
    birth   BIGINT NOT NULL,
    flushed BIGINT NOT NULL
);

-- The journal. A block is a batch of changes; its number is the one before it plus the number of that one's transitions
-- (or 1), so that the primary key refuses the second of two blocks on the same head.
CREATE TABLE ${prefix}events (
    block       BIGINT PRIMARY KEY,
    transitions INT    NOT NULL,
    position    BIGINT NOT NULL,
    node        TEXT   NOT NULL,
    token       BIGINT NOT NULL,
    data        BYTEA  NOT NULL
);
ALTER TABLE ${prefix}events ALTER COLUMN data SET STORAGE EXTERNAL;

CREATE TABLE ${prefix}lives (
    position BIGINT PRIMARY KEY,
    node     TEXT        NOT NULL,
    begun_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

-- The columns are for updates and for operators; what a task is stands in body, as JSON.
CREATE TABLE ${prefix}tasks (
    created     BIGINT PRIMARY KEY,
    position    BIGINT NOT NULL,
    fence       BIGINT NOT NULL,
    id          TEXT   NOT NULL,
    status      TEXT   NOT NULL,
    body        BYTEA  NOT NULL,
    node        TEXT,
    stack_trace BYTEA
) WITH (fillfactor = 85);

CREATE TABLE ${prefix}notes (
    created BIGINT NOT NULL,
    name    TEXT   NOT NULL,
    value   BYTEA  NOT NULL,
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
    error       BYTEA,
    stack_trace BYTEA,
    PRIMARY KEY (created, run)
);

-- Ids of tasks that are gone, many to a row.
CREATE TABLE ${prefix}gone (
    block BIGINT PRIMARY KEY,
    count INT    NOT NULL,
    ids   BYTEA  NOT NULL
);

CREATE TABLE ${prefix}lines (
    created BIGINT NOT NULL,
    run     INT    NOT NULL,
    first   BIGINT NOT NULL,
    last    BIGINT NOT NULL,
    lines   BYTEA  NOT NULL,
    PRIMARY KEY (created, run, first)
);

CREATE TABLE ${prefix}nodes (
    node TEXT PRIMARY KEY,
    sign BIGINT      NOT NULL,
    seen TIMESTAMPTZ NOT NULL DEFAULT now()
) WITH (fillfactor = 50);

CREATE TABLE ${prefix}progress (
    node TEXT PRIMARY KEY,
    data BYTEA NOT NULL
) WITH (fillfactor = 50);

-- Tasks that were submitted in transactions of the application and are no events yet.
CREATE TABLE ${prefix}inbox (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id     TEXT    NOT NULL UNIQUE,
    body   BYTEA   NOT NULL,
    bad    BOOLEAN NOT NULL DEFAULT false
);
