import { EntitySchema } from 'typeorm';
import type { LicencePolicy } from '../../contracts/licences/policy.js';
import type { LicenceId } from '../../contracts/licensing.js';
import type { VatClass } from '../../contracts/scheme/vat.js';
import {
  big,
  count,
  json,
  moment,
  primaryId,
  reference,
  type Stateful,
  stateColumns,
  text,
  texts,
} from '../kernel/columns.js';

/** Price, licence and duration a buyer can accept. Never edited: a change is a new offer. */
export type Offer = Stateful & {
  datasetId: string;
  providerId: string;
  number: number;
  licence: LicenceId;
  licenceVersion: number;
  policy: LicencePolicy;
  priceModel: 'free' | 'one_off';
  priceVnd: number;
  vatClass: VatClass;
  months: number | null;
  autoApprovePurposes: string[];
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
    madeBy: reference('members'),
    createdAt: moment(),
    ...stateColumns,
  },
  uniques: [{ name: 'offers_number', columns: ['datasetId', 'number'] }],
  checks: [{ name: 'offers_price', expression: `(price_model = 'free') = (price_vnd = 0) and price_vnd >= 0` }],
});
