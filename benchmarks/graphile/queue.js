// Measures graphile-worker: node queue.js STEP URL WARM-UP JOBS [TUNING], where STEP is what QueueMain in ../src calls so.
// Prints "figure NAME VALUE" lines.

import { Logger, makeWorkerUtils, run, runMigrations } from 'graphile-worker';
import pg from 'pg';

const SLOTS = 50;
const BATCH = 1_000;
const LATENCIES = 100;

// The settings of "Quick stats" in its documentation, with 50 slots: https://worker.graphile.org/docs/performance
const TUNING = { localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 };

const [step, connectionString, warmUpText, jobsText, tuning = '{}'] = process.argv.slice(2);
const warmUp = Number(warmUpText);
const jobs = Number(jobsText);
const filler = 'x'.repeat(180);
const options = { connectionString, maxPoolSize: SLOTS + 2, logger: new Logger(() => () => {}), noHandleSignals: true };

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const payload = (job) => ({ job, filler });
const figure = (name, value) => console.log(`figure ${name} ${value}`);
const rate = (count, ms) => figure('jobs/s', (count * 1_000) / ms);

/** Adds in batches, one after the other. */
async function addAll(utils, first, count) {
  for (let done = 0; done < count; done += BATCH) {
    const size = Math.min(BATCH, count - done);
    await utils.addJobs(
      Array.from({ length: size }, (_, i) => ({ identifier: 'nothing', payload: payload(first + done + i) })),
    );
  }
}

/** Adds from so many callers at a time, each waiting for its own job. They commit one by one: add_job has a NOTIFY. */
async function addEach(utils, callers, first, count) {
  let next = first;
  const caller = async () => {
    while (next < first + count) await utils.addJob('nothing', payload(next++));
  };
  await Promise.all(Array.from({ length: callers }, caller));
}

/** Starts a worker that calls the handler with each job's number. */
function work(handler) {
  return run({
    ...options,
    preset: { worker: { concurrentJobs: SLOTS, ...TUNING, ...JSON.parse(tuning) } },
    taskList: {
      nothing: async ({ job }) => {
        handler(job);
      },
    },
  });
}

async function timed(count, action) {
  const start = performance.now();
  await action();
  rate(count, performance.now() - start);
}

async function execute() {
  const client = new pg.Client({ connectionString });
  await client.connect();
  let started = 0;
  let ran = 0;
  let allRan;
  const all = new Promise((resolve) => {
    allRan = resolve;
  });
  await work(() => {
    if (ran++ === warmUp) started = performance.now();
    if (ran === warmUp + jobs) allRan();
  });
  await all;
  const left = 'SELECT EXISTS (SELECT 1 FROM graphile_worker._private_jobs) AS left';
  while ((await client.query(left)).rows[0].left) await sleep(2);
  rate(jobs, performance.now() - started);
}

async function latency(utils) {
  const first = 20;
  const submitted = [];
  const waited = [];
  await work((job) => {
    waited[job] = performance.now() - submitted[job];
  });
  for (let job = 0; job < first + LATENCIES; job++) {
    submitted[job] = performance.now();
    await utils.addJob('nothing', payload(job));
    await sleep(50 + Math.random() * 100);
  }
  while (waited.filter((ms) => ms !== undefined).length < first + LATENCIES) await sleep(50);
  const sorted = waited.slice(first).sort((a, b) => a - b);
  figure('p50-ms', sorted[Math.ceil(LATENCIES * 0.5) - 1]);
  figure('p99-ms', sorted[Math.ceil(LATENCIES * 0.99) - 1]);
}

await runMigrations(options);
const utils = await makeWorkerUtils(options);
switch (step) {
  case 'fill':
    await addAll(utils, 0, warmUp + jobs);
    break;
  case 'execute':
    await execute();
    break;
  case 'each':
    await addEach(utils, SLOTS, 0, warmUp);
    await timed(jobs, () => addEach(utils, SLOTS, warmUp, jobs));
    break;
  case 'batches':
    await addAll(utils, 0, warmUp);
    await timed(jobs, () => addAll(utils, warmUp, jobs));
    break;
  case 'alone':
    await addEach(utils, 1, 0, warmUp);
    await timed(jobs, () => addEach(utils, 1, warmUp, jobs));
    break;
  case 'latency':
    await latency(utils);
    break;
  default:
    throw new Error(`step must be known, got: ${step}`);
}
process.exit(0);
