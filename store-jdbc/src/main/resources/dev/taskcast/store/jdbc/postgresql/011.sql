-- What a node says of itself, for people, and whether it is to begin nothing any more. A node of an older version says nothing, and begins
-- what there is.
ALTER TABLE ${prefix}nodes ADD COLUMN drained BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE ${prefix}nodes ADD COLUMN version TEXT;
ALTER TABLE ${prefix}nodes ADD COLUMN since BIGINT;
ALTER TABLE ${prefix}nodes ADD COLUMN slots INT;
ALTER TABLE ${prefix}nodes ADD COLUMN free INT;
ALTER TABLE ${prefix}nodes ADD COLUMN load DOUBLE PRECISION;
ALTER TABLE ${prefix}nodes ADD COLUMN hearing TEXT;
ALTER TABLE ${prefix}nodes ADD COLUMN types TEXT[];
