import type { ActionOf } from '../../contracts/lifecycle.js';
import type { organisationLifecycle } from '../../contracts/lifecycles/organisation.js';
import type { BodyOf } from '../../contracts/operation.js';
import type { participantOperations } from '../../contracts/participants.js';
import { notFound, Problem } from '../../contracts/problems.js';
import { type CheckItem, checkItemCodes, checkItems, holderIs } from '../../contracts/scheme/participants.js';
import { gateClocks } from '../../contracts/scheme/thresholds.js';
import { record } from '../audit/record.js';
import { moveOrganisation } from '../identity/organisations.js';
import { organisationSubject } from '../identity/subjects.js';
import { type Organisation, Organisations } from '../identity/tables.js';
import { type MemberActor, seesEverything } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { lockRow, type Tx, updateRow } from '../kernel/database.js';
import { sha256 } from '../kernel/hash.js';
import { newId } from '../kernel/ids.js';
import { advance, amend, begin } from '../lifecycle/advance.js';
import { participantCertificateSubject, paymentAccountSubject } from './subjects.js';
import { type ParticipantCertificate, ParticipantChecks, type PaymentAccount, PaymentAccounts } from './tables.js';

type Op = typeof participantOperations;

/** The organisation, for its own members, the operator and the regulator; throws 404 for others. */
export async function readParticipant(tx: Tx, actor: MemberActor, id: string): Promise<Organisation> {
  const row = await tx.findOneBy(Organisations, { id });
  if (!row || (!seesEverything(actor) && actor.organisationId !== id))
    throw notFound(organisationSubject.lifecycle.name);
  return row;
}

async function lockParticipant(tx: Tx, id: string): Promise<Organisation> {
  const row = await lockRow(tx, Organisations, id);
  if (!row) throw notFound(organisationSubject.lifecycle.name);
  return row;
}

const aboutOrganisation = (id: string) => ({ kind: 'organisation', id }) as const;

/** Enters one item of the checklist; a later look replaces an earlier one, the events keep both. */
export async function setCheck(
  tx: Tx,
  actor: MemberActor,
  id: string,
  item: CheckItem,
  { result, note, evidence }: BodyOf<Op['setParticipantCheck']>,
): Promise<void> {
  await lockParticipant(tx, id);
  if (id === actor.organisationId) {
    throw new Problem('four-eyes', {
      vi: 'Không ai kiểm tra tổ chức của chính mình.',
      en: 'Nobody checks the own organisation.',
    });
  }
  if (result === 'not_met' && note === '') {
    const [vi, en] = ['Nêu điều chưa đạt.', 'Say what is not met.'];
    throw new Problem('rule-broken', { vi, en }, { errors: [{ pointer: '/note', detail: en, detailVi: vi }] });
  }
  const row = { organisationId: id, item, result, note, evidence, memberId: actor.memberId, at: now() };
  await tx.upsert(ParticipantChecks, row, ['organisationId', 'item']);
  await record(tx, actor, { type: 'organisation.checked', data: { item, result } }, aboutOrganisation(id));
}

/** Throws 422 naming every item that is not met or was not looked at. */
async function requireChecklist(tx: Tx, id: string): Promise<void> {
  const done = await tx.findBy(ParticipantChecks, { organisationId: id });
  const open = checkItemCodes.filter(
    (item) => (done.find((one) => one.item === item)?.result ?? 'not_met') === 'not_met',
  );
  if (open.length === 0) return;
  throw new Problem(
    'rule-broken',
    {
      vi: `Chưa xác minh được; các mục còn thiếu: ${open.map((item) => checkItems[item].name.vi).join('; ')} (NĐ 314/2026, Đ.7 k.8).`,
      en: `It cannot be verified yet; items left: ${open.map((item) => checkItems[item].name.en).join('; ')} (Decree 314/2026, Art. 7(8)).`,
    },
    {
      errors: open.map((item) => ({
        pointer: `/checks/${item}`,
        detail: checkItems[item].name.en,
        detailVi: checkItems[item].name.vi,
      })),
    },
  );
}

function inMonths(from: Date, months: number): Date {
  const at = new Date(from);
  at.setUTCMonth(at.getUTCMonth() + months);
  return at;
}

/** Moves an organisation; it is verified only when every item of the checklist is met, and for twelve months. */
export async function moveParticipant(
  tx: Tx,
  actor: MemberActor,
  id: string,
  action: ActionOf<typeof organisationLifecycle>,
  reason: string | undefined,
): Promise<Organisation> {
  const moved = await moveOrganisation(tx, actor, id, action, reason);
  if (action !== 'verify') return moved;
  await requireChecklist(tx, id);
  const reverifyAt = inMonths(now(), gateClocks.reverifyMonths.length);
  await updateRow(tx, Organisations, id, { reverifyAt });
  return { ...moved, reverifyAt };
}

/** A verified participant was looked at again. */
export async function reverify(tx: Tx, actor: MemberActor, id: string, note: string): Promise<Organisation> {
  const row = await lockParticipant(tx, id);
  if (row.state !== 'verified') {
    throw new Problem('transition-refused', {
      vi: 'Chỉ xác minh lại tổ chức đang được xác minh.',
      en: 'Only a verified participant is verified again.',
    });
  }
  await requireChecklist(tx, id);
  const reverifyAt = inMonths(now(), gateClocks.reverifyMonths.length);
  const edited = await amend(tx, organisationSubject, row, { reverifyAt });
  const data = { reverifyAt: reverifyAt.toISOString(), note };
  await record(tx, actor, { type: 'organisation.reverified', data }, aboutOrganisation(id));
  return edited;
}

/** Changes what an organisation says of itself, or the operator of it, beside its profile. */
export async function setFacts(
  tx: Tx,
  actor: MemberActor,
  id: string,
  set: Partial<Pick<Organisation, 'dpoContact' | 'governingBody'>>,
): Promise<Organisation> {
  const row = await lockParticipant(tx, id);
  const edited = await amend(tx, organisationSubject, row, set);
  const data = { fields: Object.keys(set) };
  await record(tx, actor, { type: 'organisation.edited', data }, aboutOrganisation(id));
  return edited;
}

/** The end of a day in Viet Nam. */
function endOf(day: string): Date {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 24 * 3_600_000 - 7 * 3_600_000);
}

/** Enters a certificate of the own organisation, to be confirmed. */
export async function enterCertificate(
  tx: Tx,
  actor: MemberActor,
  input: BodyOf<Op['enterCertificate']>,
): Promise<ParticipantCertificate> {
  const expiresAt = endOf(input.expiresOn);
  if (expiresAt <= now() || input.expiresOn < input.issuedOn) {
    const [vi, en] = [
      'Giấy chứng nhận đã hết hạn, hoặc ngày hết hạn trước ngày cấp.',
      'It has ended, or ends before it was issued.',
    ];
    throw new Problem(
      'rule-broken',
      { vi, en },
      {
        decisionCode: 'CHUNG_NHAN_HET_HAN',
        errors: [{ pointer: '/expiresOn', detail: en, detailVi: vi }],
      },
    );
  }
  const row = { id: newId('pcr'), organisationId: actor.organisationId, ...input, expiresAt };
  return await begin(
    tx,
    participantCertificateSubject,
    'enter',
    { ...row, submittedBy: actor.memberId, createdAt: now() },
    actor,
  );
}

/** Registers the payment account; throws 422 when its holder is somebody else. What was registered before is replaced. */
export async function enterPaymentAccount(
  tx: Tx,
  actor: MemberActor,
  { bankBin, number, holder }: BodyOf<Op['enterPaymentAccount']>,
): Promise<PaymentAccount> {
  const organisation = await lockParticipant(tx, actor.organisationId);
  if (!holderIs(holder, [organisation.nameVi, organisation.nameEn])) {
    const [vi, en] = [
      'Chủ tài khoản phải là chính tổ chức (so tên không dấu).',
      'The holder must be the organisation itself (names are compared without marks).',
    ];
    throw new Problem('rule-broken', { vi, en }, { errors: [{ pointer: '/holder', detail: en, detailVi: vi }] });
  }
  const standing = await tx
    .createQueryBuilder(PaymentAccounts, 'account')
    .where(`account.organisationId = :id and account.state in ('entered', 'verified')`, { id: organisation.id })
    .getMany();
  for (const { id } of standing) await advance(tx, paymentAccountSubject, id, 'replace', actor);
  const numberMasked = `${'•'.repeat(Math.max(2, number.length - 4))}${number.slice(-4)}`;
  const row = { id: newId('pya'), organisationId: organisation.id, bankBin, numberMasked, holder };
  return await begin(
    tx,
    paymentAccountSubject,
    'enter',
    { ...row, numberHash: sha256(`${bankBin}:${number}`), submittedBy: actor.memberId, createdAt: now() },
    actor,
  );
}
