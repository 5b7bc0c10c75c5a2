-- :name hasVersion
SELECT count(*) > 0 FROM sqlite_master WHERE type = 'table' AND name = '${prefix}version'

-- :name lockStore
SELECT flushed, series, rates_block, 0 FROM ${prefix}store

-- :name genesis
INSERT INTO ${prefix}events (block, transitions, position, node, token, data, format) VALUES (1, 0, ?, ?, 0, x'', 3)

-- :name append
INSERT INTO ${prefix}events (block, transitions, position, node, token, data, format)
SELECT ?, ?, ?, ?, ?, ?, 3 WHERE EXISTS (SELECT 1 FROM ${prefix}events WHERE block = ? AND node = ? AND token = ?)
ON CONFLICT (block) DO NOTHING

-- :name living
SELECT created, position, fence, id, body FROM ${prefix}tasks WHERE rests IS NOT position ORDER BY created

-- :name notesOfLiving
SELECT n.created, n.name, n.value FROM ${prefix}notes n JOIN ${prefix}tasks t ON t.created = n.created
WHERE t.rests IS NOT t.position

-- :name endedAwake
SELECT created, position, fence, id, body FROM ${prefix}tasks
WHERE rests IS NOT position AND status IN ('completed', 'error', 'canceled', 'timed_out') AND created > ?
ORDER BY created LIMIT ?

-- :name byIds
SELECT created, position, fence, id, body FROM ${prefix}tasks WHERE id IN (SELECT value FROM json_each(?))

-- :name bodies
SELECT created, body FROM ${prefix}tasks WHERE created IN (SELECT value FROM json_each(?))

-- :name notesByIds
SELECT n.created, n.name, n.value FROM ${prefix}notes n JOIN ${prefix}tasks t ON t.created = n.created WHERE t.id IN (SELECT value FROM json_each(?))

-- :name layToRest
UPDATE ${prefix}tasks SET rests = ?2 WHERE created = ?1 AND position = ?2

-- :name putTasks
INSERT INTO ${prefix}tasks AS t (created, position, fence, id, status, body, node, stack_trace, queue, run_at, rests,
    type, owner, tags, key, title, created_at, started_at, ended_at, duration, run, attempt, error_kind, facts)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, nullif(?10, 0), nullif(?11, 0),
    ?12, ?13, ?14, ?15, ?16, nullif(?17, 0), nullif(?18, -1), nullif(?19, -1), nullif(?20, -1), ?21, ?22, ?23, ?2)
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
UPDATE ${prefix}tasks SET type = ?3, owner = ?4, tags = ?5, key = ?6, title = ?7, created_at = nullif(?8, 0),
    started_at = nullif(?9, -1), ended_at = nullif(?10, -1), duration = nullif(?11, -1), run = ?12, attempt = ?13, error_kind = ?14,
    facts = position
WHERE created = ?1 AND position = ?2

-- :name behind
SELECT created, position, fence, body FROM ${prefix}tasks INDEXED BY ${prefix}tasks_to_bring_up
WHERE facts IS NOT position LIMIT ? OFFSET ?

-- :name countBehind
SELECT count(*) FROM ${prefix}tasks INDEXED BY ${prefix}tasks_to_bring_up WHERE facts IS NOT position

-- :name removeTasks
DELETE FROM ${prefix}tasks WHERE created = ?

-- :name putRuns
INSERT INTO ${prefix}runs (created, run, outcome, started_at, ended_at, node, error, stack_trace)
SELECT r.created, r.run, r.outcome, r.started_at, r.ended_at, coalesce(r.node, t.node), r.error, coalesce(r.stack_trace, t.stack_trace)
FROM (SELECT ? AS created, ? AS fence, ? AS run, ? AS outcome, ? AS started_at, ? AS ended_at, ? AS node, ? AS error, ? AS stack_trace) r
LEFT JOIN ${prefix}tasks t ON t.created = r.created AND t.fence = r.fence
WHERE true
ON CONFLICT (created, run) DO NOTHING

-- :name trimRuns
DELETE FROM ${prefix}runs WHERE created = ? AND run <= ?

-- :name removeRuns
DELETE FROM ${prefix}runs WHERE created = ?

-- :name putNotes
INSERT INTO ${prefix}notes (created, name, value)
VALUES (?, ?, ?)
ON CONFLICT (created, name) DO UPDATE SET value = excluded.value

-- :name removeNotes
DELETE FROM ${prefix}notes WHERE created = ?

-- :name removeLines
DELETE FROM ${prefix}lines WHERE created = ?

-- :name addLines
INSERT INTO ${prefix}lines (created, run, first, last, lines)
VALUES (?, ?, ?, ?, ?)
ON CONFLICT (created, run, first) DO UPDATE SET last = excluded.last, lines = excluded.lines

-- :name trimLines
DELETE FROM ${prefix}lines WHERE created = ?1 AND (run < ?2 OR run = ?2 AND last <= ?3)

-- :name putCurves
INSERT INTO ${prefix}curves (type, data, changed)
VALUES (?, ?, (SELECT coalesce(max(changed), 0) + 1 FROM ${prefix}curves))
ON CONFLICT (type) DO UPDATE SET data = excluded.data, changed = excluded.changed

-- :name byOthers
SELECT block FROM ${prefix}events WHERE block > ? AND node <> ? LIMIT 1

-- :name putLimits
INSERT INTO ${prefix}limits (name, body) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET body = excluded.body

-- :name removeLimits
DELETE FROM ${prefix}limits WHERE name = ?

-- :name putRates
INSERT INTO ${prefix}rates (name, permits, period, full_at) VALUES (?, ?, ?, ?)
ON CONFLICT (name) DO UPDATE SET permits = excluded.permits, period = excluded.period, full_at = excluded.full_at

-- :name removeRates
DELETE FROM ${prefix}rates WHERE name = ?

-- :name putOrphans
INSERT INTO ${prefix}orphans (fence, body) VALUES (?, ?) ON CONFLICT (fence) DO UPDATE SET body = excluded.body

-- :name removeOrphans
DELETE FROM ${prefix}orphans WHERE fence = ?

-- :name restsOf
SELECT coalesce(type, ''), status, count(*) FROM ${prefix}tasks
WHERE created IN (SELECT CAST(value AS INTEGER) FROM json_each(?)) AND rests = position GROUP BY 1, 2

-- :name seriesIn
SELECT s.type, s.types, s.starts, s.completed, s.error, s.canceled, s.timed_out, s.retried, s.waits, s.durations
FROM ${prefix}series s WHERE s.step = ? AND s.bucket = ? AND s.type IN (SELECT value FROM json_each(?))

-- :name seriesFrom
SELECT t.series, s.type, s.bucket, s.starts, s.completed, s.error, s.canceled, s.timed_out, s.retried, s.waits, s.durations
FROM ${prefix}store t LEFT JOIN ${prefix}series s
    ON s.step = ? AND s.type IN (SELECT value FROM json_each(?)) AND s.bucket >= ? AND s.bucket < ?

-- :name putSeries
INSERT INTO ${prefix}series (step, type, bucket, types, starts, completed, error, canceled, timed_out, retried, waits, durations)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
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
