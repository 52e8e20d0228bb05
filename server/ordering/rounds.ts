import { decide } from '../../contracts/licences/decide.js';
import { fromOdrl, toOdrl } from '../../contracts/licences/odrl.js';
import { type Purpose, purposeAllowed } from '../../contracts/licences/policy.js';
import { policyForUnits, priceOfUnits, type Terms } from '../../contracts/licences/terms.js';
import type { BodyOf } from '../../contracts/operation.js';
import type { orderingOperations } from '../../contracts/ordering.js';
import { notFound, Problem } from '../../contracts/problems.js';
import { pilotScope } from '../../contracts/scheme/pilot-2026.js';
import { record } from '../audit/record.js';
import { refuseForeignCurrency } from '../catalogue/datasets.js';
import type { MemberActor } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { insertRow, lockRow, type Tx } from '../kernel/database.js';
import { canonicalJson, sha256 } from '../kernel/hash.js';
import { newId } from '../kernel/ids.js';
import { type Offer, Offers } from '../licensing/tables.js';
import { advance } from '../lifecycle/advance.js';
import { requestSubject } from './subjects.js';
import { type AccessRequest, type Round, Rounds } from './tables.js';
import { requireOpenTrade } from './trade.js';

/** The terms that stand, which party spoke them last, and what a signature binds to. */
export type Standing = { number: number; party: 'provider' | 'buyer'; terms: Terms; sha256: string };

/** What the buyer asked for: the offer’s terms for so many units, with the purpose. Pure. */
export function askedTerms(offer: Offer, units: number, purpose: Purpose): Terms {
  return {
    priceVnd: priceOfUnits(offer, units) ?? offer.priceVnd,
    units,
    purpose,
    policy: policyForUnits(offer.policy, offer, units),
    breakingNoticeDays: offer.breakingNoticeDays,
    terminationNoticeDays: offer.terminationNoticeDays,
  };
}

/** SHA-256 of one version of the terms, in canonical form, with the request and the number of the round. */
export function hashOfTerms(requestId: string, number: number, terms: Terms): string {
  return sha256(canonicalJson({ kind: 'datasan.terms/1', requestId, number, terms }));
}

/** Round 0, then every counter-offer. */
export async function roundsOf(tx: Tx, request: AccessRequest, offer: Offer): Promise<(Standing & Partial<Round>)[]> {
  const terms = askedTerms(offer, request.units, request.purpose as Purpose);
  const rounds = await tx.find(Rounds, { where: { requestId: request.id }, order: { number: 'ASC' } });
  const asked: Standing = { number: 0, party: 'buyer', terms, sha256: hashOfTerms(request.id, 0, terms) };
  return [asked, ...rounds];
}

export async function standingTerms(tx: Tx, request: AccessRequest): Promise<Standing> {
  const offer = await tx.findOneByOrFail(Offers, { id: request.offerId });
  const rounds = await roundsOf(tx, request, offer);
  return rounds.at(-1) as Standing;
}

/** The side of the trade the actor is on; throws 404 for everybody else. */
export function sideOf(row: { providerId: string; buyerId: string }, actor: MemberActor): 'provider' | 'buyer' {
  if (row.buyerId === actor.organisationId) return 'buyer';
  if (row.providerId === actor.organisationId) return 'provider';
  throw notFound({ vi: 'yêu cầu truy cập', en: 'access request' });
}

/**
 * A counter-offer: the next version of the terms. It binds nobody. Throws 409 `conflict` when other terms stand than those that
 * were seen, 422 for terms that say nothing new, or that no agreement could have.
 */
export async function proposeRound(
  tx: Tx,
  actor: MemberActor,
  id: string,
  { seen, terms, note }: BodyOf<typeof orderingOperations.proposeRound>,
): Promise<AccessRequest> {
  const request = await lockRow(tx, requestSubject.table, id);
  if (!request) throw notFound({ vi: 'yêu cầu truy cập', en: 'access request' });
  const party = sideOf(request, actor);
  const offer = await tx.findOneByOrFail(Offers, { id: request.offerId });
  const standing = await standingTerms(tx, request);
  const answer = { ...(party === 'provider' && firstAnswer(request)), updatedAt: now() };
  const countered = await advance(tx, requestSubject, id, 'counter', actor, { set: answer });
  requireSeen(standing, seen);
  refuseForeignCurrency({ note });
  checkTerms(terms, standing.terms, request, offer);
  await requireOpenTrade(tx, request);
  const number = standing.number + 1;
  const hash = hashOfTerms(id, number, terms);
  await insertRow(tx, Rounds, {
    ...{ id: newId('rnd'), requestId: id, number, party, terms, sha256: hash, note: note ?? null },
    ...{ organisationId: actor.organisationId, memberId: actor.memberId, createdAt: now() },
  });
  await record(
    tx,
    actor,
    { type: 'request.round-proposed', data: { party, number, priceVnd: terms.priceVnd, sha256: hash } },
    { kind: 'request', id },
    requestSubject.about(request),
  );
  return countered;
}

/** The provider’s first word on a request stops its clock. */
export function firstAnswer(request: AccessRequest): { firstAnsweredAt: Date } {
  return { firstAnsweredAt: request.firstAnsweredAt ?? now() };
}

/** Throws 409 unless the terms that stand are those that were seen. */
export function requireSeen(standing: Standing, seen: string): void {
  if (standing.sha256 === seen) return;
  throw new Problem('conflict', {
    vi: 'Điều khoản đã thay đổi sau khi bạn mở trang; hãy tải lại và đọc phiên bản hiện tại.',
    en: 'The terms have changed since you opened the page; reload it and read the version that stands.',
  });
}

function refuse(pointer: string, vi: string, en: string): never {
  throw new Problem('rule-broken', { vi, en }, { errors: [{ pointer, detail: en, detailVi: vi }] });
}

function checkTerms(terms: Terms, before: Terms, request: AccessRequest, offer: Offer): void {
  if (canonicalJson(terms) === canonicalJson(before)) {
    refuse('/terms', 'Đề nghị không đổi điều khoản nào.', 'The counter-offer changes nothing.');
  }
  if (offer.licence === 'open') {
    refuse('/terms', 'Dữ liệu mở không có gì để thương lượng.', 'Open data leaves nothing to negotiate.');
  }
  if (terms.priceVnd > pilotScope.maxOrderVnd) {
    const limit = pilotScope.maxOrderVnd.toLocaleString('vi-VN');
    refuse('/terms/priceVnd', `Vượt giới hạn ${limit} ₫ mỗi đơn.`, `Over the limit of ${limit} ₫ an order.`);
  }
  if (offer.trial && terms.priceVnd > 0) {
    refuse('/terms/priceVnd', 'Bản dùng thử luôn miễn phí.', 'A trial stays free of charge.');
  }
  if (!purposeAllowed(terms.policy, terms.purpose)) {
    refuse(
      '/terms/purpose',
      'Mục đích phải nằm trong các mục đích được phép.',
      'The stated purpose must be among those permitted.',
    );
  }
  if ((terms.policy.aiTraining === 'permitted') !== purposeAllowed(terms.policy, 'ai_training')) {
    refuse(
      '/terms/policy/aiTraining',
      'Quy tắc và mục đích huấn luyện AI phải khớp nhau.',
      'The rule on AI training and the purpose of AI training must agree.',
    );
  }
  requireTerritory(terms, request.storageCountry, '/terms/policy/territory');
  if (!fromOdrl(toOdrl(terms.policy, { target: request.datasetId, assigner: request.providerId }))) {
    refuse(
      '/terms/policy',
      'Các quy tắc không thành điều khoản máy đọc hợp lệ.',
      'These rules make no readable machine terms.',
    );
  }
}

/** Data that stays in Viet Nam is not kept elsewhere. */
export function requireTerritory({ policy, purpose }: Terms, country: string, pointer: string): void {
  const { rulings } = decide(policy, { purpose, action: 'use', at: now(), country });
  const territory = rulings.find((one) => one.rule === 'territory' && !one.allowed);
  if (territory) refuse(pointer, territory.sentence.vi, territory.sentence.en);
}
