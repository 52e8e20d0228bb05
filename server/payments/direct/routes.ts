import { pipeline } from 'node:stream/promises';
import { directOperations } from '../../../contracts/direct.js';
import { notFound } from '../../../contracts/problems.js';
import type { MemberActor } from '../../kernel/actor.js';
import type { Tx } from '../../kernel/database.js';
import type { Api } from '../../kernel/http.js';
import type { Kernel } from '../../kernel/kernel.js';
import { receiveAttachment } from '../../ordering/attachments.js';
import { readOrder } from '../../ordering/policy.js';
import { PaymentEvidences } from '../tables.js';
import { answerDirect } from './answering.js';
import { receiveReturn, sendReturn } from './returning.js';
import { addEvidence, lockPayableDirectly, stateDirect } from './stating.js';
import { directView, evidenceView } from './views.js';

/** Mounts the operations of payments that go from buyer to provider. */
export function mountDirect(api: Api, kernel: Kernel): void {
  const { db, storage, clocks } = kernel;
  const op = directOperations;
  const shown = async (tx: Tx, actor: MemberActor, id: string) => {
    const direct = await directView(tx, kernel, actor, await readOrder(tx, actor, id));
    if (!direct) throw notFound({ vi: 'thanh toán trực tiếp', en: 'direct payment' });
    return { direct };
  };
  api.route(op.getDirectPayment, async ({ actor, params }) => ({
    direct: await directView(db.read, kernel, actor, await readOrder(db.read, actor, params.id)),
  }));
  api.stream(op.addPaymentEvidence, async ({ actor, params, req }, res) => {
    // Whoever may not pay this order is refused before a byte is kept.
    await db.transaction((tx) => lockPayableDirectly(tx, actor, params.id));
    const received = await receiveAttachment(req, storage);
    const row = await db.transaction((tx) => addEvidence(tx, actor, params.id, received));
    res.status(201).json(op.addPaymentEvidence.response.parse(evidenceView(row)));
  });
  api.stream(op.getPaymentEvidence, async ({ actor, params }, res) => {
    const order = await readOrder(db.read, actor, params.id);
    const paper = await db.read.findOneBy(PaymentEvidences, { id: params.evidenceId, orderId: order.id });
    if (!paper) throw notFound({ vi: 'chứng từ thanh toán', en: 'payment evidence' });
    res.set({
      'Content-Type': paper.mediaType,
      'Content-Length': String(paper.bytes),
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(paper.name)}`,
      'X-Content-Type-Options': 'nosniff',
      ETag: `"${paper.sha256}"`,
    });
    await pipeline(await storage.open(paper.sha256), res);
  });
  api.route(op.stateDirectPayment, ({ actor, params, body }) =>
    db.transaction(async (tx) => {
      await stateDirect(tx, actor, params.id, body);
      return await shown(tx, actor, params.id);
    }),
  );
  api.route(op.answerDirectPayment, ({ actor, params, body }) =>
    db.transaction(async (tx) => {
      await answerDirect(tx, clocks, actor, params.id, body);
      return await shown(tx, actor, params.id);
    }),
  );
  api.route(op.sendDirectReturn, ({ actor, params, body }) =>
    db.transaction(async (tx) => {
      await sendReturn(tx, actor, params.id, params.refundId, body.bankReference);
      return await shown(tx, actor, params.id);
    }),
  );
  api.route(op.receiveDirectReturn, ({ actor, params, body }) =>
    db.transaction(async (tx) => {
      await receiveReturn(tx, actor, params.id, params.refundId, body.received);
      return await shown(tx, actor, params.id);
    }),
  );
}
