import type { LicencePolicy } from '../../contracts/licences/policy.js';
import { purposeAllowed } from '../../contracts/licences/policy.js';
import type { licensingOperations, OfferView } from '../../contracts/licensing.js';
import { lineOn } from '../../contracts/money.js';
import type { BodyOf } from '../../contracts/operation.js';
import { notFound, Problem } from '../../contracts/problems.js';
import { pilotScope } from '../../contracts/scheme/pilot-2026.js';
import { defaultVatClass } from '../../contracts/scheme/vat.js';
import { vietnamDay } from '../../contracts/vietnam-day.js';
import { Datasets } from '../catalogue/tables.js';
import { type Actor, type MemberActor, seesEverything } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { lockRow, type Tx } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import { allowedActions, begin } from '../lifecycle/advance.js';
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
  const policy: LicencePolicy = { ...template(input.licence).policy, duration: { months: input.months } };
  checkOffer(input, policy);
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
      priceModel: input.priceVnd === 0 ? 'free' : 'one_off',
      priceVnd: input.priceVnd,
      vatClass: input.vatClass ?? defaultVatClass(input.priceVnd),
      months: input.months,
      autoApprovePurposes: input.autoApprovePurposes,
      madeBy: actor.memberId,
      createdAt: now(),
    },
    actor,
  );
}

/** An offer may not promise what its licence forbids, nor pass the pilot's limits. */
function checkOffer(input: OfferInput, policy: LicencePolicy): void {
  const refuse = (pointer: string, vi: string, en: string) => {
    throw new Problem('rule-broken', { vi, en }, { errors: [{ pointer, detail: en, detailVi: vi }] });
  };
  if (input.licence === 'open' && input.priceVnd > 0) {
    // Open data carries no licence charge.
    refuse(
      '/priceVnd',
      'Giấy phép mở không thu tiền; đặt giá 0.',
      'The open licence is free of charge; set the price to 0.',
    );
  }
  if (input.priceVnd > pilotScope.maxOrderVnd) {
    const limit = pilotScope.maxOrderVnd.toLocaleString('vi-VN');
    refuse(
      '/priceVnd',
      `Vượt giới hạn thử nghiệm ${limit} ₫ mỗi đơn.`,
      `Over the pilot’s limit of ${limit} ₫ an order.`,
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
}

/** Open offers of a dataset; its provider, the operator and the regulator also see closed ones. */
export async function offersOf(tx: Tx, actor: Actor, datasetId: string): Promise<Offer[]> {
  const dataset = await tx.findOneBy(Datasets, { id: datasetId });
  const insider = seesEverything(actor) || (actor.kind === 'member' && dataset?.providerId === actor.organisationId);
  if (!dataset || (!insider && dataset.state !== 'listed')) throw notFound({ vi: 'bộ dữ liệu', en: 'dataset' });
  const offers = await tx.find(Offers, { where: { datasetId }, order: { number: 'DESC' } });
  return insider ? offers : offers.filter((offer) => offer.state === 'open');
}

export function offerView(offer: Offer, actor: Actor): OfferView {
  return {
    id: offer.id,
    datasetId: offer.datasetId,
    number: offer.number,
    licence: licenceSummary(offer.licence, offer.policy),
    priceModel: offer.priceModel,
    priceVnd: offer.priceVnd,
    price: lineOn(vietnamDay(now()), offer.priceVnd, offer.vatClass),
    months: offer.months,
    autoApprovePurposes: offer.autoApprovePurposes as OfferView['autoApprovePurposes'],
    state: offer.state as OfferView['state'],
    createdAt: offer.createdAt.toISOString(),
    actions: allowedActions(offerSubject, offer, actor),
  };
}
