-- :name hasVersion
SELECT to_regclass('${prefix}version') IS NOT NULL

-- :name lockStore
SELECT flushed, series, rates_block, (extract(epoch FROM clock_timestamp()) * 1000)::bigint FROM ${prefix}store FOR UPDATE

-- :name genesis
INSERT INTO ${prefix}events (block, transitions, position, node, token, data, format) VALUES (1, 0, ?, ?, 0, ''::bytea, 3)

-- :name append
INSERT INTO ${prefix}events (block, transitions, position, node, token, data, format)
SELECT ?, ?, ?, ?, ?, ?, 3 WHERE EXISTS (SELECT FROM ${prefix}events WHERE block = ? AND node = ? AND token = ?)
ON CONFLICT (block) DO NOTHING

-- :name appendAndNotify
WITH added AS (
    INSERT INTO ${prefix}events (block, transitions, position, node, token, data, format)
    SELECT ?, ?, ?, ?, ?, ?, 3 WHERE EXISTS (SELECT FROM ${prefix}events WHERE block = ? AND node = ? AND token = ?)
        AND (? OR pg_try_advisory_xact_lock(hashtextextended('${channel}', 0)))
    ON CONFLICT (block) DO NOTHING
    RETURNING block
)
SELECT pg_notify('${channel}', ?) FROM added

-- :name turn
SELECT set_config('lock_timeout', '50ms', true), set_config('idle_in_transaction_session_timeout', '30s', true),
    pg_advisory_xact_lock(hashtextextended('${channel}', 0))

-- :name takeSubmitted
DELETE FROM ${prefix}inbox WHERE number = ANY (?)

-- :name living
SELECT created, position, fence, id, body FROM ${prefix}tasks WHERE rests IS DISTINCT FROM position ORDER BY created

-- :name notesOfLiving
SELECT n.created, n.name, n.value FROM ${prefix}notes n JOIN ${prefix}tasks t ON t.created = n.created
WHERE t.rests IS DISTINCT FROM t.position

-- :name endedAwake
SELECT created, position, fence, id, body FROM ${prefix}tasks
WHERE rests IS DISTINCT FROM position AND status IN ('completed', 'error', 'canceled', 'timed_out') AND created > ?
ORDER BY created LIMIT ?

-- :name byIds
SELECT created, position, fence, id, body FROM ${prefix}tasks WHERE id = ANY (?)

-- :name bodies
SELECT created, body FROM ${prefix}tasks WHERE created = ANY (?)

-- :name notesByIds
SELECT n.created, n.name, n.value FROM ${prefix}notes n JOIN ${prefix}tasks t ON t.created = n.created WHERE t.id = ANY (?)

-- :name layToRest
UPDATE ${prefix}tasks t SET rests = r.position FROM unnest(?::bigint[], ?::bigint[]) AS r (created, position)
WHERE t.created = r.created AND t.position = r.position

-- :name putTasks
INSERT INTO ${prefix}tasks AS t (created, position, fence, id, status, body, node, stack_trace, queue, run_at, rests,
    type, owner, tags, key, title, created_at, started_at, ended_at, duration, run, attempt, error_kind, facts)
SELECT r.created, r.position, r.fence, r.id, r.status, r.body, r.node, r.stack_trace, r.queue, nullif(r.run_at, 0), nullif(r.rests, 0),
    r.type, r.owner, r.tags, r.key, r.title, nullif(r.created_at, 0), nullif(r.started_at, -1), nullif(r.ended_at, -1),
    nullif(r.duration, -1), r.run, r.attempt, r.error_kind, r.position
FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::bytea[], ?::text[], ?::bytea[], ?::text[], ?::bigint[],
    ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::int[], ?::int[], ?::text[])
    AS r (created, position, fence, id, status, body, node, stack_trace, queue, run_at, rests,
    type, owner, tags, key, title, created_at, started_at, ended_at, duration, run, attempt, error_kind)
ON CONFLICT (created) DO UPDATE SET
    position = excluded.position,
    fence = excluded.fence,
    status = excluded.status,
    body = excluded.body,
    queue = excluded.queue,
    run_at = excluded.run_at,
    rests = excluded.rests,
    type = excluded.type,
    owner = excluded.owner,
    tags = excluded.tags,
    key = excluded.key,
    title = excluded.title,
    created_at = excluded.created_at,
    started_at = excluded.started_at,
    ended_at = excluded.ended_at,
    duration = excluded.duration,
    run = excluded.run,
    attempt = excluded.attempt,
    error_kind = excluded.error_kind,
    facts = excluded.facts,
    node = CASE WHEN t.fence = excluded.fence THEN coalesce(excluded.node, t.node) ELSE excluded.node END,
    stack_trace = CASE WHEN t.fence = excluded.fence THEN coalesce(excluded.stack_trace, t.stack_trace) ELSE excluded.stack_trace END
WHERE t.position <= excluded.position

-- :name bringUp
UPDATE ${prefix}tasks t SET type = r.type, owner = r.owner, tags = r.tags, key = r.key, title = r.title,
    created_at = nullif(r.created_at, 0), started_at = nullif(r.started_at, -1), ended_at = nullif(r.ended_at, -1),
    duration = nullif(r.duration, -1), run = r.run, attempt = r.attempt, error_kind = r.error_kind, facts = t.position
FROM unnest(?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[],
    ?::bigint[], ?::int[], ?::int[], ?::text[])
    AS r (created, position, type, owner, tags, key, title, created_at, started_at, ended_at, duration, run, attempt, error_kind)
WHERE t.created = r.created AND t.position = r.position

-- :name behind
SELECT created, position, fence, body FROM ${prefix}tasks WHERE facts IS DISTINCT FROM position LIMIT ? OFFSET ?

-- :name countBehind
SELECT count(*) FROM ${prefix}tasks WHERE facts IS DISTINCT FROM position

-- :name removeTasks
DELETE FROM ${prefix}tasks WHERE created = ANY (?)

-- :name putRuns
INSERT INTO ${prefix}runs (created, run, outcome, started_at, ended_at, node, error, stack_trace)
SELECT r.created, r.run, r.outcome, r.started_at, r.ended_at, coalesce(r.node, t.node), r.error, coalesce(r.stack_trace, t.stack_trace)
FROM unnest(?::bigint[], ?::bigint[], ?::int[], ?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::bytea[], ?::bytea[])
    AS r (created, fence, run, outcome, started_at, ended_at, node, error, stack_trace)
LEFT JOIN ${prefix}tasks t ON t.created = r.created AND t.fence = r.fence
ON CONFLICT (created, run) DO NOTHING

-- :name trimRuns
DELETE FROM ${prefix}runs r USING unnest(?::bigint[], ?::int[]) AS o (created, run)
WHERE r.created = o.created AND r.run <= o.run

-- :name removeRuns
DELETE FROM ${prefix}runs WHERE created = ANY (?)

-- :name putNotes
INSERT INTO ${prefix}notes (created, name, value)
SELECT * FROM unnest(?::bigint[], ?::text[], ?::bytea[])
ON CONFLICT (created, name) DO UPDATE SET value = excluded.value

-- :name removeNotes
DELETE FROM ${prefix}notes WHERE created = ANY (?)

-- :name removeLines
DELETE FROM ${prefix}lines WHERE created = ANY (?)

-- :name addLines
INSERT INTO ${prefix}lines (created, run, first, last, lines)
SELECT * FROM unnest(?::bigint[], ?::int[], ?::bigint[], ?::bigint[], ?::bytea[])
ON CONFLICT (created, run, first) DO UPDATE SET last = excluded.last, lines = excluded.lines

-- :name trimLines
DELETE FROM ${prefix}lines l USING unnest(?::bigint[], ?::int[], ?::bigint[]) AS o (created, run, last)
WHERE l.created = o.created AND (l.run < o.run OR l.run = o.run AND l.last <= o.last)

-- :name enter
INSERT INTO ${prefix}nodes AS n (node, sign) VALUES (?, 1)
ON CONFLICT (node) DO UPDATE SET sign = n.sign + 1, seen = now()

-- :name renew
INSERT INTO ${prefix}nodes AS n (node, sign, drained, version, since, slots, free, load, hearing, types)
VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?::text[])
ON CONFLICT (node) DO UPDATE SET sign = n.sign + 1, seen = now(), version = excluded.version, since = excluded.since,
    slots = excluded.slots, free = excluded.free, load = excluded.load, hearing = excluded.hearing, types = excluded.types

-- :name nodes
SELECT node, sign, greatest(0, extract(epoch FROM now() - seen) * 1000)::bigint, watch, drained,
    version, since, slots, free, load, hearing, types FROM ${prefix}nodes

-- :name drain
UPDATE ${prefix}nodes SET drained = ? WHERE node = ?

-- :name ping
SELECT pg_notify('${channel}', ?)

-- :name leave
DELETE FROM ${prefix}nodes WHERE node = ?

-- :name removeLive
DELETE FROM ${prefix}live WHERE node NOT IN (SELECT node FROM ${prefix}nodes)

-- :name watch
WITH said AS (UPDATE ${prefix}nodes SET watch = ?, watching = ? WHERE node = ? RETURNING 1)
SELECT pg_notify('${channel}', ?) FROM said

-- :name watchers
SELECT node, watch, watching FROM ${prefix}nodes WHERE watch <> 0 AND node <> ?

-- :name newestLive
SELECT node, max(number) FROM ${prefix}live WHERE node <> ? GROUP BY node

-- :name writeLive
INSERT INTO ${prefix}live (node, slot, number, data) VALUES (?, ?, ?, ?)
ON CONFLICT (node, slot) DO UPDATE SET number = excluded.number, data = excluded.data
RETURNING (SELECT coalesce(sum(watch), 0)::bigint FROM ${prefix}nodes WHERE node <> ?)

-- :name readLive
SELECT l.node, l.number, l.data FROM unnest(?::text[], ?::bigint[]) AS a (node, after)
JOIN ${prefix}live l ON l.node = a.node AND l.number > a.after ORDER BY l.node, l.number

-- :name putCurves
INSERT INTO ${prefix}curves (type, data, changed)
SELECT n.type, n.data, (SELECT coalesce(max(changed), 0) FROM ${prefix}curves) + n.place
FROM unnest(?::text[], ?::bytea[]) WITH ORDINALITY AS n (type, data, place)
ON CONFLICT (type) DO UPDATE SET data = excluded.data, changed = excluded.changed

-- :name submit
INSERT INTO ${prefix}inbox (id, body) VALUES (?, ?) ON CONFLICT (id) DO NOTHING RETURNING number

-- :name submitted
SELECT number, id, body FROM ${prefix}inbox WHERE NOT bad ORDER BY number LIMIT ?

-- :name setBad
UPDATE ${prefix}inbox SET bad = true WHERE number = ?

-- :name putLimits
INSERT INTO ${prefix}limits (name, body)
SELECT * FROM unnest(?::text[], ?::bytea[])
ON CONFLICT (name) DO UPDATE SET body = excluded.body

-- :name removeLimits
DELETE FROM ${prefix}limits WHERE name = ANY (?)

-- :name putRates
INSERT INTO ${prefix}rates (name, permits, period, full_at)
SELECT * FROM unnest(?::text[], ?::bigint[], ?::bigint[], ?::bigint[])
ON CONFLICT (name) DO UPDATE SET permits = excluded.permits, period = excluded.period, full_at = excluded.full_at

-- :name removeRates
DELETE FROM ${prefix}rates WHERE name = ANY (?)

-- :name putOrphans
INSERT INTO ${prefix}orphans (fence, body)
SELECT * FROM unnest(?::bigint[], ?::bytea[])
ON CONFLICT (fence) DO UPDATE SET body = excluded.body

-- :name removeOrphans
DELETE FROM ${prefix}orphans WHERE fence = ANY (?)

-- :name now
SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint

-- :name restsOf
SELECT coalesce(type, ''), status, count(*) FROM ${prefix}tasks WHERE created = ANY (?::bigint[]) AND rests = position GROUP BY 1, 2

-- :name seriesIn
SELECT s.type, s.types, s.starts, s.completed, s.error, s.canceled, s.timed_out, s.retried, s.waits, s.durations
FROM ${prefix}series s WHERE s.step = ? AND s.bucket = ? AND s.type = ANY (?)

-- :name seriesFrom
SELECT t.series, s.type, s.bucket, s.starts, s.completed, s.error, s.canceled, s.timed_out, s.retried, s.waits, s.durations
FROM ${prefix}store t LEFT JOIN ${prefix}series s
    ON s.step = ? AND s.type = ANY (?) AND s.bucket >= ? AND s.bucket < ?

-- :name putSeries
INSERT INTO ${prefix}series (step, type, bucket, types, starts, completed, error, canceled, timed_out, retried, waits, durations)
SELECT * FROM unnest(?::int[], ?::text[], ?::bigint[], ?::int[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
    ?::bytea[], ?::bytea[])
ON CONFLICT (step, type, bucket) DO UPDATE SET
    types = excluded.types,
    starts = excluded.starts,
    completed = excluded.completed,
    error = excluded.error,
    canceled = excluded.canceled,
    timed_out = excluded.timed_out,
    retried = excluded.retried,
    waits = excluded.waits,
    durations = excluded.durations
