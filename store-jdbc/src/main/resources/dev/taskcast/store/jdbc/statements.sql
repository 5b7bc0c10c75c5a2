-- :name maxVersion
SELECT coalesce(max(version), 0) FROM ${prefix}version

-- :name addVersion
INSERT INTO ${prefix}version (version) VALUES (?)

-- :name birth
INSERT INTO ${prefix}store (one, birth, flushed, rates_block) VALUES (1, ?, 1, 1)

-- :name addLife
INSERT INTO ${prefix}lives (position, node) VALUES (?, ?)

-- :name store
SELECT birth, flushed, series, rates_block, rates_time FROM ${prefix}store

-- :name setFlushed
UPDATE ${prefix}store SET flushed = ?, series = ?, flushes = flushes + 1

-- :name touchStore
UPDATE ${prefix}store SET flushes = flushes + 1

-- :name head
SELECT block, transitions, position, node, token, data FROM ${prefix}events ORDER BY block DESC LIMIT 1

-- :name block
SELECT node, token FROM ${prefix}events WHERE block = ?

-- :name blocksAfter
SELECT block, transitions, position, node, token, data,
    EXISTS (SELECT 1 FROM ${prefix}events WHERE block = ? AND node = ? AND token = ?)
FROM ${prefix}events WHERE block > ? ORDER BY block LIMIT 100

-- :name blockUpTo
SELECT block, transitions, position, node, token, data FROM ${prefix}events WHERE block <= ? ORDER BY block DESC LIMIT 1

-- :name blockSizes
SELECT block, transitions, position FROM ${prefix}events ORDER BY block DESC

-- :name blocksFrom
SELECT block, transitions, position, node, token, data FROM ${prefix}events WHERE block >= ? ORDER BY block

-- :name trim
DELETE FROM ${prefix}events WHERE block IN (
    SELECT block FROM ${prefix}events
    WHERE block >= ? AND block < (SELECT max(block) FROM ${prefix}events WHERE block <= ?)
    ORDER BY block LIMIT ?)
RETURNING block

-- :name lives
SELECT position FROM ${prefix}lives ORDER BY position

-- :name resting
SELECT created, position, fence, id, body FROM ${prefix}tasks WHERE rests = position AND position >= ? ORDER BY position

-- :name newestResting
SELECT position FROM ${prefix}tasks WHERE rests = position ORDER BY position DESC LIMIT 1 OFFSET ?

-- :name oldestResting
SELECT created, position, fence, id, body FROM ${prefix}tasks WHERE rests = position AND position < ? ORDER BY position LIMIT ?

-- :name countTasks
SELECT count(*) FROM ${prefix}tasks

-- :name notesOfResting
SELECT n.created, n.name, n.value FROM ${prefix}notes n JOIN ${prefix}tasks t ON t.created = n.created
WHERE t.rests = t.position AND t.position >= ?

-- :name gone
SELECT count, ids FROM ${prefix}gone ORDER BY block DESC

-- :name progressOf
SELECT data FROM ${prefix}progress WHERE node = ?

-- :name allProgress
SELECT data FROM ${prefix}progress

-- :name putGone
INSERT INTO ${prefix}gone (block, count, ids) VALUES (?, ?, ?) ON CONFLICT (block) DO NOTHING

-- :name trimGone
DELETE FROM ${prefix}gone WHERE block <= (
    SELECT max(block) FROM (
        SELECT block, sum(count) OVER (ORDER BY block DESC) - count AS newer FROM ${prefix}gone) g
    WHERE newer >= ?)

-- :name lines
SELECT run, first, lines FROM ${prefix}lines
WHERE created = ? AND run = (SELECT max(run) FROM ${prefix}lines WHERE created = ?)
ORDER BY first

-- :name runs
SELECT run, outcome, started_at, ended_at, node, error, stack_trace FROM ${prefix}runs
WHERE created = ? ORDER BY run DESC LIMIT ?

-- :name newestRun
SELECT fence, body, node, stack_trace FROM ${prefix}tasks WHERE created = ?

-- :name trimCurves
DELETE FROM ${prefix}curves WHERE changed < (SELECT changed FROM ${prefix}curves ORDER BY changed DESC LIMIT 1 OFFSET 999)

-- :name curves
SELECT type, data FROM ${prefix}curves ORDER BY changed, type

-- :name putProgress
INSERT INTO ${prefix}progress (node, data) VALUES (?, ?) ON CONFLICT (node) DO UPDATE SET data = excluded.data

-- :name removeProgress
DELETE FROM ${prefix}progress WHERE node = ?

-- :name removeAllProgress
DELETE FROM ${prefix}progress

-- :name minBlock
SELECT coalesce(min(block), 0) FROM ${prefix}events

-- :name limits
SELECT name, body FROM ${prefix}limits

-- :name rates
SELECT name, permits, period, full_at FROM ${prefix}rates

-- :name trimRates
DELETE FROM ${prefix}rates WHERE full_at < ?

-- :name removeAllRates
DELETE FROM ${prefix}rates

-- :name setFlushedAndRates
UPDATE ${prefix}store SET flushed = ?, series = ?, rates_block = ?, rates_time = ?, flushes = flushes + 1

-- :name setRates
UPDATE ${prefix}store SET rates_block = ?, rates_time = ?, flushes = flushes + 1

-- :name orphans
SELECT fence, body FROM ${prefix}orphans

-- :name counted
SELECT counted FROM ${prefix}store

-- :name setCounted
UPDATE ${prefix}store SET counted = ?, flushes = flushes + 1

-- :name nextToCount
SELECT max(created) FROM (SELECT created FROM ${prefix}tasks WHERE created > ? ORDER BY created LIMIT ?) t

-- :name countRests
INSERT INTO ${prefix}rests AS r (type, status, tasks)
SELECT coalesce(type, ''), status, count(*) FROM ${prefix}tasks
WHERE created > ? AND created <= ? AND rests = position GROUP BY 1, 2
ON CONFLICT (type, status) DO UPDATE SET tasks = r.tasks + excluded.tasks

-- :name rests
SELECT type, status, tasks FROM ${prefix}rests

-- :name setSeries
UPDATE ${prefix}store SET series = ?, flushes = flushes + 1

-- :name newestSeries
SELECT bucket FROM ${prefix}series WHERE step = ? AND type = '' AND bucket <= ? ORDER BY bucket DESC LIMIT 1 OFFSET ?

-- :name nextSeries
SELECT bucket FROM ${prefix}series WHERE step = ? AND type = '' AND bucket > ? ORDER BY bucket LIMIT 1 OFFSET ?

-- :name trimSeries
DELETE FROM ${prefix}series WHERE step = ? AND bucket >= ? AND bucket <= ?

-- :name busiest
SELECT t.series, s.type, sum(s.starts + s.completed + s.error + s.canceled + s.timed_out + s.retried)
FROM ${prefix}store t LEFT JOIN ${prefix}series s ON s.step = ? AND s.type <> '' AND s.bucket >= ? AND s.bucket < ?
GROUP BY t.series, s.type
