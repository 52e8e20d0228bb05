import express from 'express';
import { Counter, collectDefaultMetrics, Gauge, Histogram, register } from 'prom-client';
import { logStanding, witnessStanding } from '../audit/log.js';
import type { Tx } from '../kernel/database.js';
import type { Kernel } from '../kernel/kernel.js';
import type { Log } from '../kernel/log.js';
import { Outbox } from '../kernel/tables.js';
import { countHalted } from './queue.js';

const requests = new Histogram({
  name: 'datasan_http_request_seconds',
  help: 'Time to answer, by method and status.',
  labelNames: ['method', 'status'],
  buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
});
const failures = new Counter({ name: 'datasan_http_failures_total', help: 'Answers of 500 and above.' });
const outbox = new Gauge({ name: 'datasan_outbox_rows', help: 'Jobs not yet handed to the queue.' });
const queued = new Gauge({ name: 'datasan_queue_jobs', help: 'Jobs in the queue, by state.', labelNames: ['state'] });
const halted = new Gauge({ name: 'datasan_orders_halted', help: 'Paid orders that are stuck or stand still.' });
const logSize = new Gauge({ name: 'datasan_log_size', help: 'Entries under the newest signed checkpoint.' });
const logWaiting = new Gauge({ name: 'datasan_log_waiting', help: 'Events that wait for their place in the log.' });
const logFault = new Gauge({ name: 'datasan_log_fault', help: '1 while the log refuses to sign.' });
const labelNames = ['witness'];
const witnessBehind = new Gauge({
  name: 'datasan_log_witness_behind',
  help: 'Entries under the newest checkpoint that a witness has not cosigned.',
  labelNames,
});
const witnessFailures = new Gauge({
  name: 'datasan_log_witness_failures',
  help: 'Requests to a witness that have failed since its last cosignature.',
  labelNames,
});
const witnessAt = new Gauge({
  name: 'datasan_log_witness_cosigned_seconds',
  help: 'When a witness cosigned last, in seconds since 1970; 0 before the first time.',
  labelNames,
});
collectDefaultMetrics();

/** Times every request and logs it once, when it is answered; health checks are not worth a line. */
export function measureRequests(log: Log): express.RequestHandler {
  return (req, res, next) => {
    const started = performance.now();
    res.on('finish', () => {
      const ms = performance.now() - started;
      requests.observe({ method: req.method, status: String(res.statusCode) }, ms / 1000);
      if (res.statusCode >= 500) failures.inc();
      const path = req.originalUrl.split('?')[0];
      if (path === '/healthz' || path === '/readyz' || path === '/metrics') return;
      log.info({ method: req.method, path, status: res.statusCode, ms: Math.round(ms) }, 'Request answered.');
    });
    next();
  };
}

/** `/healthz`: the process lives. `/readyz`: database, queue and store answer. `/metrics`: Prometheus text. */
export function healthRoutes(kernel: Kernel): express.Router {
  const router = express.Router();
  router.get('/healthz', (_req, res) => {
    res.set('Cache-Control', 'no-store').json({ status: 'alive' });
  });
  router.get('/readyz', async (_req, res) => {
    const checks = {
      database: await answers(() => kernel.db.read.query('select 1'), kernel.log),
      queue: await answers(() => kernel.queue.check(), kernel.log),
      storage: await answers(() => kernel.storage.check(), kernel.log),
      log: await answers(() => refuseFault(kernel.db.read), kernel.log),
    };
    const ready = Object.values(checks).every((one) => one === 'ready');
    res
      .set('Cache-Control', 'no-store')
      .status(ready ? 200 : 503)
      .json({ status: ready ? 'ready' : 'not-ready', checks });
  });
  router.get('/metrics', async (_req, res) => {
    outbox.set(await kernel.db.read.count(Outbox));
    const counts = await kernel.queue.counts();
    for (const state of ['waiting', 'active', 'delayed'] as const) queued.set({ state }, counts[state]);
    queued.set({ state: 'failed' }, counts.failed.length);
    halted.set(await countHalted(kernel.db.read, kernel.clocks['fulfilment-stall']));
    const { size, waiting, fault } = await logStanding(kernel.db.read);
    logSize.set(size);
    logWaiting.set(waiting);
    logFault.set(fault === null ? 0 : 1);
    await measureWitnesses(kernel.db.read, size);
    res.type(register.contentType).send(await register.metrics());
  });
  return router;
}

/** One that is configured no more is forgotten. */
async function measureWitnesses(tx: Tx, size: number): Promise<void> {
  const standing = await witnessStanding(tx);
  for (const gauge of [witnessBehind, witnessFailures, witnessAt]) gauge.reset();
  for (const one of standing) {
    const labels = { witness: one.name };
    witnessBehind.set(labels, size - one.size);
    witnessFailures.set(labels, one.failures);
    witnessAt.set(labels, (one.cosignedAt?.getTime() ?? 0) / 1000);
  }
}

async function answers(check: () => Promise<unknown>, log: Log): Promise<'ready' | 'failing'> {
  try {
    await check();
    return 'ready';
  } catch (error) {
    log.error({ err: error }, 'A readiness check failed.');
    return 'failing';
  }
}

async function refuseFault(tx: Tx): Promise<void> {
  const { fault } = await logStanding(tx);
  if (fault !== null) throw new Error(`The log refuses to sign: ${fault}`);
}
