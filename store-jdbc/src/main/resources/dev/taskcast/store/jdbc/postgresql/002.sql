-- How the last runs of a type went, as only the engine can read it. changed rises with each write.
CREATE TABLE ${prefix}curves (
    type    text   PRIMARY KEY,
    changed bigint NOT NULL,
    data    bytea  NOT NULL
);
