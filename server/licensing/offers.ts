import type { OrganisationRef } from '../../contracts/common.js';
import { fromOdrl, toOdrl } from '../../contracts/licences/odrl.js';
import type { LicencePolicy } from '../../contracts/licences/policy.js';
import { purposeAllowed } from '../../contracts/licences/policy.js';
import { type Pricing, policyForUnits, priceOfUnits, type Tier } from '../../contracts/licences/terms.js';
import type { licensingOperations, OfferView } from '../../contracts/licensing.js';
import { lineOn } from '../../contracts/money.js';
import type { BodyOf } from '../../contracts/operation.js';
import { notFound, Problem } from '../../contracts/problems.js';
import { pilotScope } from '../../contracts/scheme/pilot-2026.js';
import { defaultVatClass } from '../../contracts/scheme/vat.js';
import { vietnamDay } from '../../contracts/vietnam-day.js';
import { Datasets } from '../catalogue/tables.js';
import { organisationRefs } from '../identity/organisations.js';
import { type Actor, type MemberActor, seesEverything } from '../kernel/actor.js';
import { day, now } from '../kernel/clock.js';
import { lockRow, type Tx } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import { allowedActions, begin } from '../lifecycle/advance.js';
import { isCurrent, isShownTo } from './buyers.js';
import { offerSubject } from './subjects.js';
import { type Offer, Offers } from './tables.js';
import { licenceSummary, template } from './templates.js';

type OfferInput = BodyOf<typeof licensingOperations.makeOffer>;

/** Makes the next offer of an own dataset. Its policy is the template's, with the offer's duration. */
export async function makeOffer(tx: Tx, actor: MemberActor, datasetId: string, input: OfferInput): Promise<Offer> {
  const dataset = await lockRow(tx, Datasets, datasetId);
  if (!dataset || dataset.providerId !== actor.organisationId) throw notFound({ vi: 'bộ dữ liệu', en: 'dataset' });
  if (input.autoApprovePurposes.length > 0 && actor.scopes !== null) {
    // A standing rule signs agreements by itself from now on: a person decides that, as every signature.
    throw new Problem('scope-required', {
      vi: 'Chào bán tự động duyệt chỉ tạo được khi đăng nhập trên trình duyệt; bỏ các mục đích tự động duyệt hoặc đăng nhập.',
      en: 'An offer that approves by itself needs a browser session; leave out the purposes it approves, or sign in.',
    });
  }
  if (['rejected', 'withdrawn', 'delisted'].includes(dataset.state)) {
    throw new Problem('transition-refused', {
      vi: 'Bộ dữ liệu này không còn nhận chào bán mới.',
      en: 'This dataset takes no more offers.',
    });
  }
  const pricing = pricingOf(input);
  // What differs by the quantity bought (term, seats, quota) is set when it is known.
  const policy = policyForUnits(
    { ...template(input.licence).policy, ...given(input.policy), duration: { months: input.months } },
    pricing,
    pricing.minUnits,
  );
  checkOffer(input, pricing, policy);
  await checkNamed(tx, input.visibleTo);
  const last = await tx.findOne(Offers, { where: { datasetId }, order: { number: 'DESC' } });
  return await begin(
    tx,
    offerSubject,
    'make',
    {
      id: newId('off'),
      datasetId,
      providerId: actor.organisationId,
      number: (last?.number ?? 0) + 1,
      licence: input.licence,
      licenceVersion: template(input.licence).version,
      policy,
      ...pricing,
      vatClass: input.vatClass ?? defaultVatClass(pricing.priceVnd),
      months: policy.duration.months,
      autoApprovePurposes: input.autoApprovePurposes,
      autoApproveClass: input.autoApproveClass,
      visibleTo: [...new Set(input.visibleTo)],
      trial: input.trial,
      validFrom: input.validFrom === null ? null : new Date(input.validFrom),
      validUntil: input.validUntil === null ? null : new Date(input.validUntil),
      questions: input.questions,
      breakingNoticeDays: input.breakingNoticeDays,
      terminationNoticeDays: input.terminationNoticeDays,
      madeBy: actor.memberId,
      createdAt: now(),
    },
    actor,
  );
}

/** What was given, without the keys that were left out. */
function given(policy: OfferInput['policy']): Partial<LicencePolicy> {
  return Object.fromEntries(Object.entries(policy).filter(([, value]) => value !== undefined));
}

/** The pricing as it is stored: the cheapest tier as the price, limits filled in. */
function pricingOf(input: OfferInput): Pricing & { tiers: Tier[] } {
  const tiers = [...input.tiers].sort((a, b) => a.upTo - b.upTo);
  const priceModel = input.priceModel ?? (input.priceVnd === 0 ? 'free' : 'one_off');
  const single = priceModel === 'free' || priceModel === 'one_off';
  const most = { free: 1, one_off: 1, subscription: 36, per_call: 1_000_000_000, per_gb: 1_000_000 };
  const maxUnits = priceModel === 'tiered' ? (tiers.at(-1)?.upTo ?? 1) : (input.maxUnits ?? most[priceModel]);
  return {
    priceModel,
    priceVnd: priceModel === 'tiered' ? Math.min(...tiers.map((one) => one.priceVnd)) : input.priceVnd,
    minUnits: single ? 1 : input.minUnits,
    maxUnits: single ? 1 : maxUnits,
    tierBy: priceModel === 'tiered' ? input.tierBy : null,
    tiers: priceModel === 'tiered' ? tiers : [],
  };
}

type Refuse = (pointer: string, vi: string, en: string) => never;
const refuse: Refuse = (pointer, vi, en) => {
  throw new Problem('rule-broken', { vi, en }, { errors: [{ pointer, detail: en, detailVi: vi }] });
};

/** An offer may not promise what its licence forbids, nor pass the pilot's limits; its machine terms must read back as written. */
function checkOffer(input: OfferInput, pricing: Pricing, policy: LicencePolicy): void {
  checkPricing(input, pricing);
  if (input.licence === 'open' && pricing.priceVnd > 0) {
    // Open data carries no licence charge.
    refuse(
      '/priceVnd',
      'Giấy phép mở không thu tiền; đặt giá 0.',
      'The open licence is free of charge; set the price to 0.',
    );
  }
  if (input.licence === 'open' && (Object.keys(given(input.policy)).length > 0 || input.visibleTo.length > 0)) {
    refuse(
      '/policy',
      'Giấy phép mở giữ nguyên quy tắc và mở cho mọi người.',
      'The open licence keeps its rules, and is for everybody.',
    );
  }
  const barred = input.autoApprovePurposes.filter((purpose) => !purposeAllowed(policy, purpose));
  if (barred.length > 0) {
    refuse(
      '/autoApprovePurposes',
      `Giấy phép không cho phép mục đích: ${barred.join(', ')}.`,
      `The licence does not permit the purpose: ${barred.join(', ')}.`,
    );
  }
  if ((policy.aiTraining === 'permitted') !== purposeAllowed(policy, 'ai_training')) {
    refuse(
      '/policy/aiTraining',
      'Quy tắc huấn luyện AI và mục đích huấn luyện AI phải khớp nhau.',
      'The rule on AI training and the purpose of AI training must agree.',
    );
  }
  if (input.trial && (pricing.priceVnd > 0 || policy.duration.months === null || policy.duration.months > 3)) {
    refuse(
      '/trial',
      'Bản dùng thử phải miễn phí và dài tối đa 3 tháng.',
      'A trial is free of charge and at most 3 months long.',
    );
  }
  const [from, until] = [input.validFrom, input.validUntil];
  if (until !== null && (Date.parse(until) <= now().getTime() || (from !== null && until <= from))) {
    refuse(
      '/validUntil',
      'Ngày kết thúc phải ở sau hôm nay và sau ngày bắt đầu.',
      'It must end after it begins, and after now.',
    );
  }
  if (!fromOdrl(toOdrl(policy, { target: 'dataset', assigner: 'provider', priceVnd: pricing.priceVnd }))) {
    refuse(
      '/policy',
      'Các quy tắc này không thành điều khoản máy đọc hợp lệ.',
      'These rules make no readable machine terms.',
    );
  }
}

function checkPricing(input: OfferInput, pricing: Pricing): void {
  const { priceModel, priceVnd, minUnits, maxUnits, tiers } = pricing;
  if (priceModel === 'tiered') {
    if (tiers.length < 2 || input.tierBy === null) {
      refuse('/tiers', 'Cần ít nhất hai bậc và đơn vị của bậc.', 'At least two tiers and what they count are needed.');
    }
    for (const [index, one] of tiers.entries()) {
      const before = tiers[index - 1];
      if (before && (before.upTo === one.upTo || before.priceVnd > one.priceVnd)) {
        refuse(
          '/tiers',
          'Bậc cao hơn phải có giá không thấp hơn.',
          'A higher tier may not cost less than a lower one.',
        );
      }
    }
  }
  if ((priceModel === 'free') !== (priceVnd === 0)) {
    refuse(
      '/priceVnd',
      'Chào bán miễn phí có giá 0; chào bán khác có giá lớn hơn 0.',
      'A free offer has the price 0; every other one more than 0.',
    );
  }
  if (priceModel === 'subscription' && maxUnits > 36) {
    refuse('/maxUnits', 'Thuê theo tháng từ 1 đến 36 tháng.', 'A subscription runs 1 to 36 months.');
  }
  if (minUnits > maxUnits) {
    refuse('/maxUnits', 'Số lượng tối đa phải không nhỏ hơn tối thiểu.', 'The most may not be less than the least.');
  }
  if ((priceOfUnits(pricing, minUnits) ?? 0) > pilotScope.maxOrderVnd) {
    const limit = pilotScope.maxOrderVnd.toLocaleString('vi-VN');
    refuse(
      '/priceVnd',
      `Vượt giới hạn thử nghiệm ${limit} ₫ mỗi đơn.`,
      `Over the pilot’s limit of ${limit} ₫ an order.`,
    );
  }
}

async function checkNamed(tx: Tx, ids: readonly string[]): Promise<void> {
  const known = await organisationRefs(tx, ids);
  const unknown = ids.find((id) => !known.has(id));
  if (unknown) refuse('/visibleTo', `Không có tổ chức ${unknown}.`, `There is no organisation ${unknown}.`);
}

/** The history of prices: every public offer of a listed dataset, newest first. */
export async function pricesOf(tx: Tx, actor: Actor, datasetId: string) {
  await offersOf(tx, actor, datasetId);
  const offers = await tx.find(Offers, { where: { datasetId }, order: { number: 'DESC' } });
  return offers
    .filter((offer) => offer.visibleTo.length === 0)
    .map(({ id, number, licence, priceModel, priceVnd, tiers, tierBy, createdAt, state, stateSince }) => ({
      ...{ offerId: id, number, licence, title: template(licence).title, priceModel, priceVnd, tiers, tierBy },
      from: createdAt.toISOString(),
      until: state === 'open' ? null : stateSince.toISOString(),
    }));
}

/** The median time to the first answer, over the requests of the last 180 days; null before there are three. */
export async function answerTimesFor(
  tx: Tx,
  datasetId: string,
): Promise<{ medianHours: number; count: number } | null> {
  const [row]: [{ hours: number | null; count: string }] = await tx.query(
    `select percentile_cont(0.5) within group (
              order by extract(epoch from first_answered_at - first_submitted_at) / 3600)::float8 as hours, count(*) as count
       from access_requests where provider_id = (select provider_id from datasets where id = $1) and first_answered_at is not null and first_submitted_at > $2`,
    [datasetId, new Date(now().getTime() - 180 * day)],
  );
  const count = Number(row.count);
  return row.hours === null || count < 3 ? null : { medianHours: Math.round(row.hours * 10) / 10, count };
}

/** Open offers of a dataset; its provider, the operator and the regulator also see closed ones. */
export async function offersOf(tx: Tx, actor: Actor, datasetId: string): Promise<Offer[]> {
  const dataset = await tx.findOneBy(Datasets, { id: datasetId });
  const insider = seesEverything(actor) || (actor.kind === 'member' && dataset?.providerId === actor.organisationId);
  if (!dataset || (!insider && dataset.state !== 'listed')) throw notFound({ vi: 'bộ dữ liệu', en: 'dataset' });
  const offers = await tx.find(Offers, { where: { datasetId }, order: { number: 'DESC' } });
  const own = actor.kind === 'member' ? actor.organisationId : null;
  return insider ? offers : offers.filter((offer) => isCurrent(offer) && isShownTo(offer, own));
}

export async function offerViews(tx: Tx, offers: readonly Offer[], actor: Actor): Promise<OfferView[]> {
  const named = await organisationRefs(
    tx,
    offers.flatMap((offer) => offer.visibleTo),
  );
  return offers.map((offer) => offerView(offer, actor, named));
}

/** `named`: the organisations of a private offer. Who may see the offer may not therefore see who else is in it. */
export function offerView(
  offer: Offer,
  actor: Actor,
  named: ReadonlyMap<string, OrganisationRef> = new Map(),
): OfferView {
  const own = actor.kind === 'member' ? actor.organisationId : null;
  const insider = seesEverything(actor) || offer.providerId === own;
  return {
    id: offer.id,
    datasetId: offer.datasetId,
    number: offer.number,
    licence: licenceSummary(offer.licence, offer.policy),
    priceModel: offer.priceModel,
    priceVnd: offer.priceVnd,
    minUnits: offer.minUnits,
    maxUnits: offer.maxUnits,
    tierBy: offer.tierBy,
    tiers: offer.tiers,
    price: lineOn(vietnamDay(now()), offer.priceVnd, offer.vatClass),
    months: offer.months,
    autoApprovePurposes: offer.autoApprovePurposes as OfferView['autoApprovePurposes'],
    autoApproveClass: offer.autoApproveClass,
    trial: offer.trial,
    visibleTo: offer.visibleTo.filter((id) => insider || id === own).flatMap((id) => named.get(id) ?? []),
    validFrom: offer.validFrom?.toISOString() ?? null,
    validUntil: offer.validUntil?.toISOString() ?? null,
    questions: offer.questions,
    breakingNoticeDays: offer.breakingNoticeDays,
    terminationNoticeDays: offer.terminationNoticeDays,
    state: offer.state as OfferView['state'],
    createdAt: offer.createdAt.toISOString(),
    actions: allowedActions(offerSubject, offer, actor),
  };
}
