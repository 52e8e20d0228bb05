import { EntitySchema } from 'typeorm';
import type { Bilingual } from '../../contracts/common.js';
import type { LicencePolicy, UserClass } from '../../contracts/licences/policy.js';
import type { PriceModel, Tier, TierKind } from '../../contracts/licences/terms.js';
import type { LicenceId } from '../../contracts/licensing.js';
import type { VatClass } from '../../contracts/scheme/vat.js';
import {
  big,
  count,
  flag,
  json,
  moment,
  primaryId,
  reference,
  type Stateful,
  stateColumns,
  text,
  texts,
} from '../kernel/columns.js';

export type Question = { text: Bilingual; required: boolean };

/** Price, licence and duration a buyer can accept. Never edited: a change is a new offer. */
export type Offer = Stateful & {
  datasetId: string;
  providerId: string;
  number: number;
  licence: LicenceId;
  licenceVersion: number;
  policy: LicencePolicy;
  priceModel: PriceModel;
  /** For one unit (subscription: a month); of tiers the cheapest. */
  priceVnd: number;
  vatClass: VatClass;
  months: number | null;
  autoApprovePurposes: string[];
  /** Of which class a buyer must be to be approved by the offer’s own rule. */
  autoApproveClass: UserClass;
  minUnits: number;
  maxUnits: number;
  tierBy: TierKind | null;
  tiers: Tier[];
  /** The organisations it is for; empty = public. */
  visibleTo: string[];
  trial: boolean;
  validFrom: Date | null;
  validUntil: Date | null;
  /** What the provider asks of whoever requests access. */
  questions: Question[];
  breakingNoticeDays: number;
  terminationNoticeDays: number;
  /** The member whose standing signature approves requests by the offer's own rule. */
  madeBy: string;
  createdAt: Date;
};
export const Offers = new EntitySchema<Offer>({
  name: 'offers',
  columns: {
    id: primaryId,
    datasetId: reference('datasets'),
    providerId: reference('organisations'),
    number: count(),
    licence: text(),
    licenceVersion: count(),
    policy: json(),
    priceModel: text(),
    priceVnd: big(),
    vatClass: text({ default: 'KKKNT' }),
    months: count({ nullable: true }),
    autoApprovePurposes: texts,
    autoApproveClass: text({ default: 'any' }),
    minUnits: count({ default: 1 }),
    maxUnits: count({ default: 1 }),
    tierBy: text({ nullable: true }),
    tiers: json({ default: '[]' }),
    visibleTo: texts,
    trial: flag(false),
    validFrom: moment({ nullable: true }),
    validUntil: moment({ nullable: true }),
    questions: json({ default: '[]' }),
    breakingNoticeDays: count({ default: 30 }),
    terminationNoticeDays: count({ default: 30 }),
    madeBy: reference('members'),
    createdAt: moment(),
    ...stateColumns,
  },
  uniques: [{ name: 'offers_number', columns: ['datasetId', 'number'] }],
  checks: [{ name: 'offers_price', expression: `(price_model = 'free') = (price_vnd = 0) and price_vnd >= 0` }],
});
