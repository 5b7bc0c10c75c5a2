-- How many tasks rest, by type and status. The triggers keep that with each row that is written, whoever writes it, a node of an older
-- version too. Those are counted that were made up to the position counted in the store: the others are, batch by batch, at the next start.
CREATE TABLE ${prefix}rests (
    type   TEXT   NOT NULL,
    status TEXT   NOT NULL,
    tasks  BIGINT NOT NULL,
    PRIMARY KEY (type, status)
);
ALTER TABLE ${prefix}store ADD COLUMN counted BIGINT NOT NULL DEFAULT 0;
CREATE FUNCTION ${prefix}count_rests() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE up_to BIGINT
; BEGIN
    SELECT s.counted INTO up_to FROM ${prefix}store s
    ; IF TG_OP = 'INSERT' THEN
        INSERT INTO ${prefix}rests AS r (type, status, tasks)
        SELECT coalesce(n.type, ''), n.status, count(*) FROM now_there n
        WHERE n.rests = n.position AND n.created <= up_to GROUP BY 1, 2
        ON CONFLICT (type, status) DO UPDATE SET tasks = r.tasks + excluded.tasks
    ; ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO ${prefix}rests AS r (type, status, tasks)
        SELECT coalesce(b.type, ''), b.status, -count(*) FROM there_before b
        WHERE b.rests = b.position AND b.created <= up_to GROUP BY 1, 2
        ON CONFLICT (type, status) DO UPDATE SET tasks = r.tasks + excluded.tasks
    ; ELSE
        INSERT INTO ${prefix}rests AS r (type, status, tasks)
        SELECT c.type, c.status, sum(c.change) FROM (
            SELECT coalesce(n.type, '') AS type, n.status, 1 AS change FROM now_there n
            WHERE n.rests = n.position AND n.created <= up_to
            UNION ALL
            SELECT coalesce(b.type, ''), b.status, -1 FROM there_before b
            WHERE b.rests = b.position AND b.created <= up_to
        ) c GROUP BY 1, 2 HAVING sum(c.change) <> 0
        ON CONFLICT (type, status) DO UPDATE SET tasks = r.tasks + excluded.tasks
    ; END IF
    ; IF TG_OP <> 'INSERT' THEN
        DELETE FROM ${prefix}rests r WHERE r.tasks = 0
    ; END IF
    ; RETURN NULL
; END
$$;
CREATE TRIGGER count_rests_added AFTER INSERT ON ${prefix}tasks
    REFERENCING NEW TABLE AS now_there FOR EACH STATEMENT EXECUTE FUNCTION ${prefix}count_rests();
CREATE TRIGGER count_rests_changed AFTER UPDATE ON ${prefix}tasks
    REFERENCING OLD TABLE AS there_before NEW TABLE AS now_there FOR EACH STATEMENT EXECUTE FUNCTION ${prefix}count_rests();
CREATE TRIGGER count_rests_gone AFTER DELETE ON ${prefix}tasks
    REFERENCING OLD TABLE AS there_before FOR EACH STATEMENT EXECUTE FUNCTION ${prefix}count_rests();
