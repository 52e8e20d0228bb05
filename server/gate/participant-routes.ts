import { identityOperations } from '../../contracts/identity.js';
import { intermediaryOperations } from '../../contracts/intermediaries.js';
import { participantOperations } from '../../contracts/participants.js';
import { organisationView } from '../identity/organisations.js';
import type { MemberActor } from '../kernel/actor.js';
import { pageOf } from '../kernel/cursor.js';
import type { Tx } from '../kernel/database.js';
import type { Api } from '../kernel/http.js';
import type { Kernel } from '../kernel/kernel.js';
import { advance } from '../lifecycle/advance.js';
import { intermediaryCards, intermediaryView, listIntermediaries, publishIntermediary } from './intermediaries.js';
import { participantCertificate, paymentAccount, standingView } from './participant-views.js';
import {
  enterCertificate,
  enterPaymentAccount,
  moveParticipant,
  readParticipant,
  reverify,
  setCheck,
  setFacts,
} from './participants.js';
import { dueForReverification } from './reverifying.js';
import { participantCertificateSubject, paymentAccountSubject } from './subjects.js';

const op = participantOperations;

export function mountParticipants(api: Api, { db }: Kernel): void {
  const standing = async (tx: Tx, actor: MemberActor, id: string) =>
    standingView(tx, await readParticipant(tx, actor, id), actor);

  api.route(identityOperations.transitionOrganisation, ({ actor, params, body }) =>
    db.transaction(async (tx) =>
      organisationView(await moveParticipant(tx, actor, params.id, body.action, body.reason), actor),
    ),
  );
  api.route(op.getStanding, ({ actor, params }) => standing(db.read, actor, params.id));
  api.route(op.setParticipantCheck, ({ actor, params, body }) =>
    db.transaction(async (tx) => {
      await setCheck(tx, actor, params.id, params.item, body);
      return await standing(tx, actor, params.id);
    }),
  );
  api.route(op.reverifyOrganisation, ({ actor, params, body }) =>
    db.transaction(async (tx) => standingView(tx, await reverify(tx, actor, params.id, body.note), actor)),
  );
  api.route(op.listReverifications, async ({ query }) => {
    const rows = await dueForReverification(db.read, query);
    return pageOf(
      rows,
      query.limit,
      (row) => [row.id],
      ({ id, nameVi, nameEn, reverifyAt }) => ({ id, nameVi, nameEn, reverifyAt: (reverifyAt as Date).toISOString() }),
    );
  });
  const published = intermediaryOperations;
  api.open(published.listIntermediaries, async ({ query }) => {
    const page = pageOf(
      await listIntermediaries(db.read, query),
      query.limit,
      (row) => [row.id],
      (row) => row,
    );
    return { ...page, items: await intermediaryCards(db.read, page.items) };
  });
  api.open(published.getIntermediary, ({ actor, params: { id } }) =>
    intermediaryView(db.read, id, actor.kind === 'member' && actor.organisationId === id),
  );
  api.route(published.publishIntermediary, ({ actor, body }) =>
    db.transaction(async (tx) => {
      await publishIntermediary(tx, actor, body);
      return await intermediaryView(tx, actor.organisationId, true);
    }),
  );
  api.route(op.setGoverningBody, ({ actor, params, body }) =>
    db.transaction(async (tx) => standingView(tx, await setFacts(tx, actor, params.id, body), actor)),
  );
  api.route(op.setDataContact, ({ actor, body }) =>
    db.transaction(async (tx) => standingView(tx, await setFacts(tx, actor, actor.organisationId, body), actor)),
  );
  api.route(op.enterCertificate, ({ actor, body }) =>
    db.transaction(async (tx) => participantCertificate(await enterCertificate(tx, actor, body), actor)),
  );
  api.route(op.transitionParticipantCertificate, ({ actor, params, body }) =>
    db.transaction(async (tx) => {
      const { action, reason } = body;
      const row = await advance(tx, participantCertificateSubject, params.id, action, actor, { reason });
      return participantCertificate(row, actor);
    }),
  );
  api.route(op.enterPaymentAccount, ({ actor, body }) =>
    db.transaction(async (tx) => paymentAccount(await enterPaymentAccount(tx, actor, body), actor)),
  );
  api.route(op.transitionPaymentAccount, ({ actor, params, body }) =>
    db.transaction(async (tx) => {
      const row = await advance(tx, paymentAccountSubject, params.id, body.action, actor, { reason: body.reason });
      return paymentAccount(row, actor);
    }),
  );
}
