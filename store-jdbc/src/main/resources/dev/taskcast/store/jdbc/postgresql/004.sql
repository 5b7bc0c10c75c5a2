-- The handlers that their tasks no longer tell of, by the position that started them: they count in limits until they have returned.
CREATE TABLE ${prefix}orphans (
    fence BIGINT PRIMARY KEY,
    body  BYTEA  NOT NULL
);
