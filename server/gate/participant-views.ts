import type { z } from 'zod';
import type { participantCertificateView, paymentAccountView, StandingView } from '../../contracts/participants.js';
import { checkItemCodes } from '../../contracts/scheme/participants.js';
import { Members, type Organisation } from '../identity/tables.js';
import { type Actor, seesEverything } from '../kernel/actor.js';
import { rowsById, type Tx } from '../kernel/database.js';
import { allowedActions } from '../lifecycle/advance.js';
import { participantCertificateSubject, paymentAccountSubject } from './subjects.js';
import {
  type ParticipantCertificate,
  ParticipantCertificates,
  ParticipantChecks,
  type PaymentAccount,
  PaymentAccounts,
} from './tables.js';

type CertificateView = z.infer<typeof participantCertificateView>;
type AccountView = z.infer<typeof paymentAccountView>;

export function participantCertificate(row: ParticipantCertificate, actor: Actor): CertificateView {
  const { id, organisationId, kind, number, issuer, issuedOn, expiresOn, stateReason, version } = row;
  return {
    ...{ id, organisationId, kind, number, issuer, issuedOn, expiresOn, stateReason, version },
    state: row.state as CertificateView['state'],
    actions: allowedActions(participantCertificateSubject, row, actor),
  };
}

export function paymentAccount(row: PaymentAccount, actor: Actor): AccountView {
  const { id, organisationId, bankBin, numberMasked, holder, stateReason, version } = row;
  return {
    ...{ id, organisationId, bankBin, numberMasked, holder, stateReason, version },
    state: row.state as AccountView['state'],
    actions: allowedActions(paymentAccountSubject, row, actor),
  };
}

/** What stands behind a participant; who checked is for those who watch. */
export async function standingView(tx: Tx, row: Organisation, actor: Actor): Promise<StandingView> {
  const organisationId = row.id;
  const checks = await tx.findBy(ParticipantChecks, { organisationId });
  const checkers = seesEverything(actor)
    ? await rowsById(
        tx,
        Members,
        checks.map((one) => one.memberId),
      )
    : new Map();
  const certificates = await tx.find(ParticipantCertificates, { where: { organisationId }, order: { id: 'DESC' } });
  const accounts = await tx.find(PaymentAccounts, { where: { organisationId }, order: { id: 'DESC' }, take: 10 });
  const order = (item: string) => checkItemCodes.indexOf(item as (typeof checkItemCodes)[number]);
  return {
    organisation: { id: row.id, nameVi: row.nameVi, nameEn: row.nameEn },
    governingBody: row.governingBody,
    dpoContact: row.dpoContact,
    alsoProvider: row.capabilities.includes('intermediary') && row.capabilities.includes('provider'),
    reverifyAt: row.reverifyAt?.toISOString() ?? null,
    checks: checks
      .toSorted((one, other) => order(one.item) - order(other.item))
      .map(({ item, result, note, evidence, memberId, at }) => ({
        item: item as StandingView['checks'][number]['item'],
        ...{ result, note, evidence, checker: checkers.get(memberId)?.displayName ?? null, at: at.toISOString() },
      })),
    certificates: certificates.map((one) => participantCertificate(one, actor)),
    accounts: accounts.map((one) => paymentAccount(one, actor)),
  };
}
