-- How the last runs of a type went, as only the engine can read it. changed rises with each write.
CREATE TABLE ${prefix}curves (
    type    TEXT   PRIMARY KEY,
    changed BIGINT NOT NULL,
    data    BLOB   NOT NULL
);
