import type { Bilingual } from '../../contracts/common.js';
import type { Tx } from '../kernel/database.js';
import type { Kernel } from '../kernel/kernel.js';
import { enqueue } from '../kernel/outbox.js';
import type { Handlers } from '../kernel/queue.js';
import { bidSubject } from './subjects.js';
import { type Bid, BidAnswers, Bids } from './tables.js';

/** Tells those whom a bid concerns what has become of it; running again tells nobody twice. */
export function bidJobs({ db }: Kernel): Pick<Handlers, 'notify-bid' | 'notify-bid-answer'> {
  return {
    'notify-bid': ({ id }) =>
      db.transaction(async (tx) => {
        const bid = await tx.findOneBy(Bids, { id });
        if (bid) await tellOfBid(tx, bid);
      }),
    'notify-bid-answer': ({ id }) =>
      db.transaction(async (tx) => {
        const answer = await tx.findOneBy(BidAnswers, { id });
        const bid = answer && (await tx.findOneBy(Bids, { id: answer.bidId }));
        if (bid) await tellThem(tx, bid, [bid.buyerId], told.answered, `bid-answer:${id}`);
      }),
  };
}

const told = {
  answered: { vi: 'Có trả lời mới cho chào mua', en: 'There is a new answer to the bid' },
  waits: { vi: 'Chào mua chờ kiểm duyệt', en: 'A bid waits for moderation' },
  opened: { vi: 'Chào mua mới trên sàn', en: 'There is a new bid on the exchange' },
  chosen: { vi: 'Bên mua đã chọn một trả lời', en: 'The buyer has chosen an answer' },
} as const satisfies Record<string, Bilingual>;

async function tellOfBid(tx: Tx, bid: Bid): Promise<void> {
  const once = `bid:${bid.id}:${bid.version}`;
  const state = bidSubject.lifecycle.states[bid.state] ?? { vi: bid.state, en: bid.state };
  const became = { vi: `Chào mua: ${state.vi}`, en: `Bid: ${state.en}` };
  if (bid.state === 'submitted') await tellThem(tx, bid, await withCapability(tx, 'operator'), told.waits, once);
  else await tellThem(tx, bid, [bid.buyerId], became, once);
  if (bid.state === 'open') await tellThem(tx, bid, await withCapability(tx, 'provider'), told.opened, once);
  if (bid.state === 'matched') {
    const answers = await tx.findBy(BidAnswers, { bidId: bid.id });
    await tellThem(
      tx,
      bid,
      answers.map((one) => one.providerId),
      told.chosen,
      once,
    );
  }
}

async function withCapability(tx: Tx, capability: string): Promise<string[]> {
  const rows: { id: string }[] = await tx.query(
    `select id from organisations where state = 'verified' and $1 = any (capabilities)`,
    [capability],
  );
  return rows.map((row) => row.id);
}

async function tellThem(tx: Tx, bid: Bid, to: readonly string[], title: Bilingual, once: string): Promise<void> {
  const organisationIds = [...new Set(to)];
  if (organisationIds.length === 0) return;
  const because = bid.stateReason === null ? '' : `\n${bid.stateReason}`;
  const text = `${bid.title}${because}`;
  const note = { title, text: { vi: text, en: text }, path: `/bids/${bid.id}` };
  await enqueue(tx, 'tell', {
    organisationIds,
    audience: 'members',
    memberIds: [],
    kind: 'bid',
    subject: { kind: 'bid', id: bid.id },
    note,
    once,
  });
}
