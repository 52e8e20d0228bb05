import { createPostgresBackend, type Job, Queue, runMigrations, UnrecoverableError, Worker, withBackend } from 'bullmq';
import pg from 'pg';
import { Problem } from '../../contracts/problems.js';
import { type JobName, type JobPayload, jobs } from '../jobs.js';
import type { Log } from './log.js';
import type { HandOver } from './outbox.js';

export type JobRun = {
  /** 1 for the first attempt. */
  attempt: number;
  attempts: number;
};
/** A function for every job; a missing one does not compile. */
export type Handlers = { [N in JobName]: (payload: JobPayload<N>, run: JobRun) => Promise<void> };
/** What to do when the last attempt of a job has failed. */
export type LastResorts = { [N in JobName]?: (payload: JobPayload<N>, error: Error) => Promise<void> };

export type FailedJob = { id: string; name: string; reason: string; attempts: number };
export type QueueCounts = { waiting: number; active: number; delayed: number; failed: FailedJob[] };
export type JobQueue = {
  handOver: HandOver;
  counts(): Promise<QueueCounts>;
  /** Starts working; the result stops after the running jobs, and what follows their failure, are done. */
  work(handlers: Handlers, lastResorts: LastResorts): { stop(): Promise<void> };
  /** Throws when the queue cannot be reached. */
  check(): Promise<void>;
  close(): Promise<void>;
};

const names = ['quick', 'heavy'] as const;
type QueueName = (typeof names)[number];
const concurrency: Record<QueueName, number> = { quick: 8, heavy: 2 };
const schema = 'bullmq';

type Options = { databaseUrl: string; queueUrl: string | undefined; lockMs: number; backoffMs: number; log: Log };

/** BullMQ's classes bound to Redis/Valkey where `queueUrl` is set, to PostgreSQL otherwise. */
async function backend(options: Options) {
  if (options.queueUrl) {
    const connection = { url: options.queueUrl, maxRetriesPerRequest: null };
    return {
      queue: (name: QueueName) => new Queue(name, { connection, prefix: 'datasan' }),
      worker: (name: QueueName, run: (job: Job) => Promise<void>, limits: object) =>
        new Worker(name, run, { connection, prefix: 'datasan', ...limits }),
    };
  }
  const client = new pg.Client({ connectionString: options.databaseUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(83142027)');
    await runMigrations(client, schema);
  } finally {
    await client.end();
  }
  const bound = withBackend(createPostgresBackend);
  const connection = { connectionString: options.databaseUrl, schema, max: 6, keepAlive: true };
  return {
    queue: (name: QueueName) => new bound.Queue(name, { connection }) as unknown as Queue,
    worker: (name: QueueName, run: (job: Job) => Promise<void>, limits: object) =>
      new bound.Worker(name, (job) => run(job as unknown as Job), { connection, ...limits }) as unknown as Worker,
  };
}

/** Opens the queues. Jobs are at-least-once: every handler looks first whether its work is already done. */
export async function openQueue(options: Options): Promise<JobQueue> {
  const made = await backend(options);
  const queues = { quick: made.queue('quick'), heavy: made.queue('heavy') };
  for (const queue of Object.values(queues)) {
    queue.on('error', (error) => options.log.warn({ reason: error.message }, 'The queue connection failed.'));
    await queue.waitUntilReady();
  }

  return {
    async handOver(row) {
      const spec = jobs[row.name];
      await queues[spec.queue].add(row.name, row.payload, {
        jobId: row.id,
        attempts: spec.attempts,
        backoff: { type: 'exponential', delay: options.backoffMs, jitter: 0.3 },
        // Retention by count or age deadlocks on PostgreSQL; finished jobs go at once, failed ones stay to be seen.
        removeOnComplete: true,
        removeOnFail: false,
      });
    },
    async counts() {
      const all: QueueCounts = { waiting: 0, active: 0, delayed: 0, failed: [] };
      for (const queue of Object.values(queues)) {
        const found = await queue.getJobCounts('wait', 'prioritized', 'active', 'delayed');
        all.waiting += (found.wait ?? 0) + (found.prioritized ?? 0);
        all.active += found.active ?? 0;
        all.delayed += found.delayed ?? 0;
        for (const job of await queue.getFailed(0, 99)) {
          all.failed.push({
            id: String(job.id),
            name: job.name,
            reason: job.failedReason ?? '',
            attempts: job.attemptsMade,
          });
        }
      }
      return all;
    },
    work(handlers, lastResorts) {
      const resorts = new Set<Promise<void>>();
      const workers = names.map((name) => {
        const worker = made.worker(name, (job) => runJob(job, handlers, options.log), {
          concurrency: concurrency[name],
          lockDuration: options.lockMs,
          stalledInterval: options.lockMs,
          maxStalledCount: 5,
        });
        worker.on('error', (error) =>
          options.log.warn({ reason: error.message }, 'A worker lost its queue for a moment.'),
        );
        worker.on('failed', (job, error) => {
          if (!job) return;
          const one = afterFailure(job, error, lastResorts, options.log).finally(() => resorts.delete(one));
          resorts.add(one);
        });
        return worker;
      });
      return {
        async stop() {
          await Promise.all(workers.map((worker) => worker.close()));
          await Promise.all(resorts);
        },
      };
    },
    async check() {
      for (const queue of Object.values(queues)) await queue.getJobCounts('wait');
    },
    async close() {
      await Promise.all(Object.values(queues).map((queue) => queue.close()));
    },
  };
}

async function runJob(job: Job, handlers: Handlers, log: Log): Promise<void> {
  const name = job.name as JobName;
  const payload = jobs[name].payload.parse(job.data);
  const started = performance.now();
  const handler = handlers[name] as (payload: unknown, run: JobRun) => Promise<void>;
  try {
    await handler(payload, { attempt: job.attemptsMade + 1, attempts: job.opts.attempts ?? 1 });
    log.debug({ job: name, ms: Math.round(performance.now() - started) }, 'Job done.');
  } catch (error) {
    // A refusal below 500 will be refused again tomorrow: no retry.
    if (error instanceof Problem && error.status < 500) throw new UnrecoverableError(error.message);
    throw error;
  }
}

async function afterFailure(job: Job, error: Error, lastResorts: LastResorts, log: Log): Promise<void> {
  const last = error instanceof UnrecoverableError || job.attemptsMade >= (job.opts.attempts ?? 1);
  log[last ? 'error' : 'warn'](
    { job: job.name, id: job.id, attempt: job.attemptsMade, err: error },
    last ? 'A job failed for good.' : 'A job failed and will be tried again.',
  );
  const resort = lastResorts[job.name as JobName] as ((payload: unknown, error: Error) => Promise<void>) | undefined;
  if (!last || !resort) return;
  await resort(jobs[job.name as JobName].payload.parse(job.data), error).catch((failure) =>
    log.error({ job: job.name, id: job.id, err: failure }, 'The last resort of a job failed; its timer remains.'),
  );
}
