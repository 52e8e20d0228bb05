import type { Capability, OrganisationRef } from '../../contracts/common.js';
import type { identityOperations, OrganisationView } from '../../contracts/identity.js';
import type { ActionOf } from '../../contracts/lifecycle.js';
import type { organisationLifecycle } from '../../contracts/lifecycles/organisation.js';
import type { BodyOf, QueryOf } from '../../contracts/operation.js';
import { notFound, Problem } from '../../contracts/problems.js';
import { checkTaxCode, taxCodeFaults } from '../../contracts/scheme/tax-code.js';
import { record } from '../audit/record.js';
import { type Actor, type MemberActor, system } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { decodeCursor } from '../kernel/cursor.js';
import { lockRow, rowsById, type Tx, violatedConstraint } from '../kernel/database.js';
import { requireVersion } from '../kernel/http.js';
import { newId } from '../kernel/ids.js';
import { advance, allowedActions, amend, begin } from '../lifecycle/advance.js';
import { organisationSubject } from './subjects.js';
import { type Organisation, Organisations } from './tables.js';

export type OrganisationInput = {
  nameVi: string;
  nameEn: string;
  legalForm: string;
  /** null only for the regulator, which is no taxpayer of the exchange. */
  taxCode: string | null;
  provinceCode: string;
  address: string;
  capabilities: Capability[];
  governingBody?: string | null;
  dpoContact?: string | null;
};

/** Throws 422 for a wrong tax code, 409 for one that is taken. */
export async function checkRegistration(tx: Tx, input: OrganisationInput, at: string): Promise<void> {
  requireTaxCode(input.taxCode, `${at}/taxCode`);
  // A draft reserves no tax code, or anybody could block a company by typing its number; it is looked at again at submission.
  const taken: unknown[] = await tx.query(
    `select 1 from organisations where tax_code = $1 and state in ('submitted', 'needs_info', 'verified', 'suspended')`,
    [input.taxCode],
  );
  if (taken.length > 0) throw takenTaxCode(`${at}/taxCode`);
}

/** Registers an organisation as a draft; throws as `checkRegistration`. */
export async function registerOrganisation(tx: Tx, input: OrganisationInput, at: string): Promise<Organisation> {
  await checkRegistration(tx, input, at);
  const row = {
    ...{ id: newId('org'), governingBody: null, dpoContact: null, reverifyAt: null, ...input },
    ...{ submittedBy: null, createdAt: now() },
  };
  return await begin(tx, organisationSubject, 'register', row, system);
}

function requireTaxCode(taxCode: string | null, pointer: string): void {
  const check = taxCode === null ? null : checkTaxCode(taxCode);
  if (!check || check.ok) return;
  const { vi, en } = taxCodeFaults[check.fault];
  throw new Problem('rule-broken', { vi, en }, { errors: [{ pointer, detail: en, detailVi: vi }] });
}

function refuseTakenTaxCode(pointer: string) {
  return (error: unknown): never => {
    if (violatedConstraint(error) !== 'organisations_tax_code') throw error;
    throw takenTaxCode(pointer);
  };
}

function takenTaxCode(pointer: string): Problem {
  const detail = 'already registered';
  return new Problem(
    'conflict',
    { vi: 'Mã số thuế này đã có tổ chức đăng ký.', en: 'An organisation with this tax code is registered already.' },
    { errors: [{ pointer, detail, detailVi: 'đã được đăng ký' }] },
  );
}

/** Edits the own profile while nobody has decided on it. */
export async function editOrganisation(
  tx: Tx,
  actor: MemberActor,
  ifMatch: number,
  change: BodyOf<typeof identityOperations.editOwnOrganisation>,
): Promise<Organisation> {
  const row = await lockRow(tx, Organisations, actor.organisationId);
  if (!row) throw notFound(organisationSubject.lifecycle.name);
  requireVersion(row, ifMatch);
  if (!['draft', 'needs_info'].includes(row.state)) {
    throw new Problem('transition-refused', {
      vi: 'Hồ sơ chỉ sửa được khi là bản nháp hoặc cần bổ sung.',
      en: 'The profile can be edited only while it is a draft or needs information.',
    });
  }
  const set = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  if (change.taxCode !== undefined) requireTaxCode(change.taxCode, '/taxCode');
  const edited = await amend(tx, organisationSubject, row, set).catch(refuseTakenTaxCode('/taxCode'));
  const data = { fields: Object.keys(set) };
  await record(tx, actor, { type: 'organisation.edited', data }, { kind: 'organisation', id: row.id });
  return edited;
}

/** Submits, verifies or otherwise moves an organisation; only its administrator submits. */
export async function moveOrganisation(
  tx: Tx,
  actor: MemberActor,
  id: string,
  action: ActionOf<typeof organisationLifecycle>,
  reason: string | undefined,
): Promise<Organisation> {
  if (action !== 'submit') {
    await refuseRegulator(tx, id);
    return await advance(tx, organisationSubject, id, action, actor, { reason });
  }
  if (actor.organisationId === id && actor.role !== 'admin') {
    throw new Problem('role-required', {
      vi: 'Chỉ quản trị viên của tổ chức được gửi hồ sơ.',
      en: 'Only an administrator of the organisation may submit it.',
    });
  }
  const row = await advance(tx, organisationSubject, id, action, actor, {
    reason,
    set: { submittedBy: actor.memberId },
  }).catch(refuseTakenTaxCode('/taxCode'));
  requireTaxCode(row.taxCode, '/taxCode');
  return row;
}

/** Who watches over the exchange is not moved by those who run it: whoever runs the machine does that. */
async function refuseRegulator(tx: Tx, id: string): Promise<void> {
  const target = await tx.findOneBy(Organisations, { id });
  if (!target?.capabilities.includes('regulator')) return;
  throw new Problem('role-required', {
    vi: 'Không ai trên sàn được thay đổi trạng thái của cơ quan quản lý.',
    en: 'Nobody on the exchange may move a regulator.',
  });
}

/** Participants, newest first, one more than asked for. */
export async function listOrganisations(
  tx: Tx,
  query: QueryOf<typeof identityOperations.listOrganisations>,
): Promise<Organisation[]> {
  const rows = tx
    .createQueryBuilder(Organisations, 'o')
    .orderBy('o.id', 'DESC')
    .limit(query.limit + 1);
  if (query.state) rows.andWhere('o.state = :state', { state: query.state });
  if (query.q) {
    rows.andWhere(`(position(fold(:q) in fold(o.name_vi || ' ' || o.name_en)) > 0 or o.tax_code = :q)`, {
      q: query.q.replace(/\p{Cc}/gu, ' ').trim(),
    });
  }
  const after = decodeCursor(query.cursor, 1);
  if (after) rows.andWhere('o.id < :after', { after: after[0] });
  return await rows.getMany();
}

/** The organisation, for the operator, the regulator and its own members. */
export async function readOrganisation(tx: Tx, id: string): Promise<Organisation> {
  const row = await tx.findOneBy(Organisations, { id });
  if (!row) throw notFound(organisationSubject.lifecycle.name);
  return row;
}

/** Names of organisations by id, for the views of other rooms. */
export async function organisationRefs(tx: Tx, ids: readonly string[]): Promise<Map<string, OrganisationRef>> {
  const rows = await rowsById(tx, Organisations, ids);
  return new Map([...rows].map(([id, { nameVi, nameEn }]) => [id, { id, nameVi, nameEn }]));
}

export function organisationView(row: Organisation, actor: Actor): OrganisationView {
  const { id, nameVi, nameEn, legalForm, taxCode, provinceCode, address, capabilities, stateReason, version } = row;
  const state = row.state as OrganisationView['state'];
  const createdAt = row.createdAt.toISOString();
  const actions = allowedActions(organisationSubject, row, actor);
  return {
    ...{ id, nameVi, nameEn, legalForm, taxCode, provinceCode, address, capabilities, state, stateReason, version },
    createdAt,
    actions:
      actor.kind === 'member' && actor.role !== 'admin' ? actions.filter((one) => one.action !== 'submit') : actions,
  };
}
