import { EntitySchema } from 'typeorm';
import {
  big,
  count,
  day,
  json,
  moment,
  primaryId,
  reference,
  type Stateful,
  stateColumns,
  text,
} from '../kernel/columns.js';

/** A buyer's call for data; what it says stands in `terms`, as the contract names it. */
export type Bid = Stateful & {
  buyerId: string;
  title: string;
  sector: string;
  purpose: string;
  budgetVnd: number | null;
  months: number | null;
  terms: BidTerms;
  closesOn: string;
  /** The end of that day in UTC+7. */
  closesAt: Date;
  matchedAnswerId: string | null;
  createdAt: Date;
  updatedAt: Date;
};
export type BidTerms = {
  description: string;
  periodFrom: string | null;
  periodTo: string | null;
  scope: string;
  delivery: string;
  quality: string;
  purposeText: string;
  rights: string;
};
export const Bids = new EntitySchema<Bid>({
  name: 'bids',
  columns: {
    id: primaryId,
    buyerId: reference('organisations'),
    title: text(),
    sector: text(),
    purpose: text(),
    budgetVnd: big({ nullable: true }),
    months: count({ nullable: true }),
    terms: json(),
    closesOn: day(),
    closesAt: moment(),
    matchedAnswerId: text({ nullable: true }),
    createdAt: moment(),
    updatedAt: moment(),
    ...stateColumns,
  },
  indices: [
    { name: 'bids_state', columns: ['state', 'id'] },
    { name: 'bids_buyer', columns: ['buyerId', 'id'] },
  ],
});

/** A provider's listed dataset that may be what is wanted. Written once. */
export type BidAnswer = {
  id: string;
  bidId: string;
  providerId: string;
  datasetId: string;
  note: string;
  createdAt: Date;
};
export const BidAnswers = new EntitySchema<BidAnswer>({
  name: 'bid_answers',
  columns: {
    id: primaryId,
    bidId: reference('bids'),
    providerId: reference('organisations'),
    datasetId: reference('datasets'),
    note: text(),
    createdAt: moment(),
  },
  uniques: [{ name: 'bid_answers_once', columns: ['bidId', 'datasetId'] }],
});
