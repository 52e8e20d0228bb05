import { orderingOperations } from '../../contracts/ordering.js';
import { reauthenticate } from '../identity/reauthentication.js';
import { has } from '../kernel/actor.js';
import { pageOf } from '../kernel/cursor.js';
import { streamSnapshots } from '../kernel/events.js';
import type { Api } from '../kernel/http.js';
import type { Kernel } from '../kernel/kernel.js';
import { initials } from '../kernel/masking.js';
import { advance } from '../lifecycle/advance.js';
import { signAgreement } from './agreements.js';
import { mountAttachments } from './attachment-routes.js';
import type { AgreementDocument } from './document.js';
import { giveNotice, withdrawNotice } from './ending.js';
import { listTraded } from './lists.js';
import { agreementPdf } from './pdf.js';
import { readAgreement, readOrder, readRequest } from './policy.js';
import { acceptTerms, answerRequest, draftRequest, editDraft, resubmitRequest, submitRequest } from './requests.js';
import { proposeRound } from './rounds.js';
import { agreementSubject, orderSubject } from './subjects.js';
import { AccessRequests, Orders, Signatures } from './tables.js';
import { agreementView, orderCards, orderView, requestCards, requestView } from './views.js';

const calm = ['delivered', 'settled', 'refunded', 'cancelled', 'expired'];

/** Mounts the operations of this room. */
export function mountOrdering(api: Api, kernel: Kernel): void {
  const { db, clocks, notices, settings } = kernel;
  const op = orderingOperations;

  api.route(op.submitRequest, ({ actor, body }) =>
    db.transaction(async (tx) => requestView(tx, await submitRequest(tx, actor, body), actor, clocks)),
  );
  api.route(op.draftRequest, ({ actor, body }) =>
    db.transaction(async (tx) => requestView(tx, await draftRequest(tx, actor, body), actor, clocks)),
  );
  api.route(op.editDraft, ({ actor, params, body, ifMatch }) =>
    db.transaction(async (tx) => requestView(tx, await editDraft(tx, actor, params.id, ifMatch, body), actor, clocks)),
  );
  api.route(op.proposeRound, ({ actor, params, body }) =>
    db.transaction(async (tx) => requestView(tx, await proposeRound(tx, actor, params.id, body), actor, clocks)),
  );
  api.route(op.acceptTerms, async ({ actor, params, body, req }) => {
    const signer = await reauthenticate(db, actor, body.password, req.ip ?? '');
    return await db.transaction(async (tx) =>
      requestView(tx, await acceptTerms(tx, actor, params.id, body.sha256, signer), actor, clocks),
    );
  });
  mountAttachments(api, kernel);
  api.route(op.resubmitRequest, ({ actor, params, body }) =>
    db.transaction(async (tx) => requestView(tx, await resubmitRequest(tx, actor, params.id, body), actor, clocks)),
  );
  api.route(op.listRequests, async ({ actor, query }) => {
    const side = query.box === 'sent' ? 'buyer' : query.box === 'received' ? 'provider' : undefined;
    const rows = await listTraded(db.read, AccessRequests, actor, { ...query, side });
    const page = pageOf(
      rows,
      query.limit,
      (row) => [row.id],
      (row) => row,
    );
    return { ...page, items: await requestCards(db.read, page.items, actor, clocks) };
  });
  api.route(op.getRequest, async ({ actor, params }) =>
    requestView(db.read, await readRequest(db.read, actor, params.id), actor, clocks),
  );
  api.route(op.transitionRequest, ({ actor, params, body }) =>
    db.transaction(async (tx) =>
      requestView(tx, await answerRequest(tx, actor, params.id, body.action, body.reason), actor, clocks),
    ),
  );

  api.route(op.getAgreement, async ({ actor, params }) =>
    agreementView(db.read, await readAgreement(db.read, actor, params.id), actor),
  );
  api.stream(op.getAgreementDocument, async ({ actor, params, req }, res) => {
    const agreement = await readAgreement(db.read, actor, params.id);
    res.set({
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': `attachment; filename="${agreement.id}.json"`,
      ETag: `"${agreement.sha256}"`,
    });
    if (req.fresh) res.status(304).end();
    else res.send(Buffer.from(agreement.document));
  });
  api.route(op.signAgreement, async ({ actor, params, body, req }) => {
    const signer = await reauthenticate(db, actor, body.password, req.ip ?? '');
    return await db.transaction(async (tx) =>
      agreementView(tx, await signAgreement(tx, actor, params.id, body.sha256, signer), actor),
    );
  });
  api.route(op.giveNotice, ({ actor, params, body }) =>
    db.transaction(async (tx) => agreementView(tx, await giveNotice(tx, actor, params.id, body.reason), actor)),
  );
  api.route(op.withdrawNotice, ({ actor, params }) =>
    db.transaction(async (tx) => agreementView(tx, await withdrawNotice(tx, actor, params.id), actor)),
  );
  api.stream(op.getAgreementPdf, async ({ actor, params, query }, res) => {
    const { id, document, sha256 } = await readAgreement(db.read, actor, params.id);
    const rows = await db.read.find(Signatures, { where: { agreementId: id }, order: { signedAt: 'ASC' } });
    const masked = has(actor, 'regulator');
    const signatures = rows.map((row) => (masked && row.signer ? { ...row, signer: initials(row.signer) } : row));
    const address = `${settings.publicUrl}/agreements/${id}`;
    const sealed = { document: JSON.parse(document) as AgreementDocument, sha256, signatures, address };
    const pdf = await agreementPdf(sealed, query.language, `Datasan · ${settings.publicUrl}`);
    res.set({
      'Content-Type': 'application/pdf',
      'Content-Disposition': `attachment; filename="${id}.${query.language}.pdf"`,
    });
    res.send(pdf);
  });
  api.route(op.transitionAgreement, ({ actor, params, body }) =>
    db.transaction(async (tx) =>
      agreementView(
        tx,
        await advance(tx, agreementSubject, params.id, body.action, actor, { reason: body.reason }),
        actor,
      ),
    ),
  );

  api.route(op.listOrders, async ({ actor, query }) => {
    const rows = await listTraded(db.read, Orders, actor, { ...query, side: query.role });
    const page = pageOf(
      rows,
      query.limit,
      (row) => [row.id],
      (row) => row,
    );
    return { ...page, items: await orderCards(db.read, page.items, actor, clocks) };
  });
  api.route(op.getOrder, async ({ actor, params }) =>
    orderView(db.read, await readOrder(db.read, actor, params.id), actor, clocks),
  );
  api.stream(op.watchOrder, async ({ refresh, params }, res) => {
    const snapshot = async () => {
      const actor = await refresh();
      return orderView(db.read, await readOrder(db.read, actor, params.id), actor, clocks);
    };
    await snapshot();
    await streamSnapshots(res, notices, params.id, snapshot, (order) => calm.includes(order.state));
  });
  api.route(op.transitionOrder, ({ actor, params, body }) =>
    db.transaction(async (tx) =>
      orderView(
        tx,
        await advance(tx, orderSubject, params.id, body.action, actor, { reason: body.reason }),
        actor,
        clocks,
      ),
    ),
  );
}
