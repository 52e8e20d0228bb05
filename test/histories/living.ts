import type { JobName } from '../../server/jobs.js';
import { now } from '../../server/kernel/clock.js';
import { insertRow } from '../../server/kernel/database.js';
import { newId } from '../../server/kernel/ids.js';
import { importStatement } from '../../server/payments/bank/importing.js';
import { startCheckout } from '../../server/payments/checkouts.js';
import { railsOf } from '../../server/payments/rails.js';
import type { PastEvent } from '../../server/payments/stripe-connect.js';
import { Payments } from '../../server/payments/tables.js';
import { concerns, keepEvent } from '../../server/payments/webhook.js';
import { refreshAccount, startOnboarding } from '../../server/payouts/accounts.js';
import { type Beyond, beyond, good } from '../payouts.js';
import { bankNumber, csvOf, type Movement } from '../transfers.js';
import { acts, stateOf } from './acts.js';
import { type End, endsOf } from './ends.js';
import type { Ground } from './ground.js';
import type { History } from './history.js';
import { Death } from './mortal.js';
import { as, each, expect, nextLife, type Run } from './run.js';
import { reconcile, work } from './working.js';

/**
 * Lives many histories at once, each an order of its own, and gives how each ended. Acts, news and jobs of all take turns; what a
 * killed process left is done by the next one; at last nothing is killed any more and everything is compared with Stripe.
 */
export async function live(ground: Ground, histories: readonly History[]): Promise<End[]> {
  const stripe = beyond(ground.world);
  const runs = await begin(ground, histories);
  const news = newsOf(ground, runs);
  const phases = Math.max(...histories.map(({ story }) => story.phases.length));
  for (let phase = 0; phase < phases; phase += 1) {
    for (let tries = 0; ; tries += 1) {
      const waiting = await doActs(ground, stripe, runs, phase, news);
      if (waiting.length === 0) break;
      if (tries === 4)
        throw new Error(`It never came to ${waiting.map(nextAct)[0]} of “${waiting[0]?.history.story.name}”.`);
      // Somebody waits for what never came, or died: others find it.
      if (tries > 0) await bringStatement(ground, whole(runs));
      await (tries === 0 ? bring(ground, runs, phase) : reconcile(ground, runs));
    }
    await bring(ground, runs, phase);
  }
  await bring(ground, runs, Number.POSITIVE_INFINITY);
  await bringStatement(
    ground,
    runs.flatMap(({ coming }) => coming.map((one) => one.news)),
  );
  await reconcile(ground, runs);
  await each(runs, async (run) => {
    if (run.done.length > 1 && (await stateOf(ground, run.orderId)) === 'delivered')
      await insist(() => acts.accept(ground, run, stripe));
  });
  await reconcile(ground, runs);
  return await endsOf(ground, runs);
}

/** Plants them, with a checkout or a transfer open for each. */
export async function begin(ground: Ground, histories: readonly History[]): Promise<Run[]> {
  const { world, buyer } = ground;
  const planted = await ground.plant(histories);
  const runs = planted.map((one, index): Run => {
    const history = histories[index] as History;
    const totalVnd = history.priceVnd + Math.floor((history.priceVnd + 5) / 10);
    return { ...one, history, totalVnd, session: '', named: {}, coming: [], lives: 0, done: [] };
  });
  await each(runs, async (run) => {
    const { history, orderId } = run;
    if (history.story.account) await open(ground, run);
    await insist(async () => {
      const { kernel, stripe } = as(ground, nextLife(run));
      if (history.story.rail === 'bank') await railsOf(kernel, stripe).bank.start(buyer, orderId);
      else if (history.clicked) await startCheckout(kernel, stripe, buyer, orderId);
      else await openCheckout(ground, run);
      return true;
    });
    const [row] = await world.sql<{ name: string }>(
      'select checkout_session as name from payments where order_id = $1',
      [orderId],
    );
    run.session = row?.name ?? '';
    const { transfers = [] } = history.story;
    /** A checkout as the buyer's click would have made it, without the click. */
    async function openCheckout({ world }: Ground, { orderId, totalVnd, history }: Run): Promise<void> {
      const { kernel, stripe } = world.context;
      const url = kernel.settings.publicUrl;
      const state = await stripe.createCheckout(
        { orderId, title: 'Dữ liệu', amountVnd: totalVnd, customerEmail: null, successUrl: url, cancelUrl: url },
        `${orderId}:checkout`,
      );
      await insertRow(kernel.db.read, Payments, {
        ...{
          id: newId('pay'),
          orderId,
          amountVnd: totalVnd,
          vatPercent: 10,
          vatVnd: totalVnd - history.priceVnd,
          rail: 'card',
        },
        ...{ checkoutSession: state.id, checkoutUrl: state.url ?? '', paymentIntent: null, state: 'open' },
        ...{ createdAt: now(), paidAt: null },
      });
    }

    const whole = transfers.reduce((sum, part) => sum + part, 0);
    let left = Math.floor((run.totalVnd * whole) / 100);
    for (const [index, part] of transfers.entries()) {
      const vnd = index === transfers.length - 1 ? left : Math.floor((run.totalVnd * part) / 100);
      left -= vnd;
      expect(run, { number: bankNumber(), vnd, content: `CT ${run.session} THANH TOAN` }, 0);
    }
  });
  return runs;
}

const whole = (runs: readonly Run[]) => runs.flatMap(({ coming }) => coming.map((one) => one.news));
const nextAct = (run: Run) => run.history.story.phases.flat()[run.done.length];

/** Everybody does what the phase asks of them; gives those who have to wait for something. */
export async function doActs(
  ground: Ground,
  stripe: Beyond,
  runs: readonly Run[],
  phase: number,
  news: News,
): Promise<Run[]> {
  const upTo = ({ history }: Run) => history.story.phases.slice(0, phase + 1).flat().length;
  const waiting = new Set<Run>();
  for (let busy = true; busy; ) {
    busy = false;
    await each(
      runs.filter((run) => run.done.length < upTo(run) && !waiting.has(run)),
      async (run) => {
        const act = nextAct(run);
        if (act === undefined) return;
        if (await insist(() => acts[act](ground, run, stripe))) run.done.push(act);
        else waiting.add(run);
        busy = true;
      },
    );
    await news.take(phase);
  }
  return [...waiting];
}

/** A person whose request dies tries again. */
async function insist(doing: () => Promise<boolean>): Promise<boolean> {
  for (;;) {
    try {
      return await doing();
    } catch (error) {
      if (!(error instanceof Death)) throw error;
    }
  }
}

type News = { take(phase: number): Promise<void> };
type Told = {
  id: string;
  object: string;
  metadata?: { order_id?: string };
  payment_intent?: string | null;
  client_reference_id?: string | null;
};

/** Takes what Stripe has to tell since the last time, and lays down when each history hears of it. */
export function newsOf(ground: Ground, runs: readonly Run[]): News {
  const byOrder = new Map(runs.map((run) => [run.orderId, run]));
  const byIntent = new Map<string, Run>();
  const toldOf = (event: PastEvent) => (event.body as { data: { object: Told } }).data.object;
  const learn = ({ id, object, metadata, payment_intent: intent, client_reference_id: reference }: Told) => {
    const run = byOrder.get(reference ?? metadata?.order_id ?? '');
    const name = object === 'payment_intent' ? id : intent;
    if (run && name) byIntent.set(name, run);
  };
  const whose = ({ id, metadata, payment_intent: intent, client_reference_id: reference }: Told) =>
    byOrder.get(reference ?? metadata?.order_id ?? '') ?? byIntent.get(intent ?? id);
  return {
    async take(phase) {
      for (let more = true; more; ) {
        const events = await ground.world.context.stripe.connect.events(ground.heard);
        for (const event of events) learn(toldOf(event));
        for (const event of events) {
          const told = toldOf(event);
          const run = whose(told);
          if (!run) continue;
          run.named[told.object] = told.id;
          if (concerns(event.type)) expect(run, event, phase);
        }
        more = ground.heard !== null && events.length > 0;
        ground.heard = events.at(-1)?.id ?? ground.heard;
      }
    },
  };
}

/** Brings the news that is due by a phase, in its order; a copy whose receiver dies comes again, as Stripe hears no answer. */
export async function bring(
  ground: Ground,
  runs: readonly Run[],
  phase: number,
  only: (name: JobName) => boolean = () => true,
): Promise<void> {
  const lines: Movement[] = [];
  await each(runs, async (run) => {
    const due = run.coming.flatMap(({ news, copies }) =>
      copies.filter((one) => one.phase <= phase).map(({ rank }) => ({ news, rank })),
    );
    for (const one of run.coming) one.copies = one.copies.filter((copy) => copy.phase > phase);
    for (const { news } of due.sort((a, b) => a.rank - b.rank)) {
      if ('vnd' in news) lines.push(news);
      else await insist(() => keepEvent(as(ground, nextLife(run)).kernel.db, news).then(() => true));
    }
  });
  await bringStatement(ground, lines);
  await work(ground, runs, only);
}

/** One statement of all lines that are new or come again. */
async function bringStatement({ world, operator }: Ground, news: readonly (PastEvent | Movement)[]): Promise<void> {
  const lines = [...new Set(news)].filter((one) => 'vnd' in one);
  if (lines.length === 0) return;
  const input = { name: 'sao-ke.csv', content: csvOf(lines) };
  await world.context.kernel.db.transaction((tx) => importStatement(tx, operator, input));
}

/** The provider goes through Stripe's forms. */
async function open(ground: Ground, { providerId }: Run): Promise<void> {
  const { kernel, stripe, stripeSandbox } = ground.world.context;
  const actor = { ...ground.buyer, organisationId: providerId, capabilities: ['provider' as const] };
  const forms = new URL(await startOnboarding(kernel, stripe, actor));
  const path = forms.pathname.replace('/sandbox/stripe', '');
  const body = new URLSearchParams({ account_number: good });
  const answer = await fetch(`${stripeSandbox}${path}`, { method: 'POST', body, redirect: 'manual' });
  if (answer.status !== 303) throw new Error(`The forms answered ${answer.status}.`);
  await refreshAccount(kernel, stripe, providerId);
}
