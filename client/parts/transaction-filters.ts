import type { Arguments } from '../../contracts/calls';
import type { Bilingual } from '../../contracts/common';
import { type PriceBand, priceBands, type TransactionSearch } from '../../contracts/inspection';
import { type Purpose, purposeLabels } from '../../contracts/licences/policy';
import { licenceTemplates } from '../../contracts/licences/templates';
import { lifecycles } from '../../contracts/lifecycles';
import { personalOrigins, provenanceBases } from '../../contracts/scheme/pilot-2026';
import { money } from '../format';

export type Search = NonNullable<Arguments<'searchTransactions'>['query']>;
export type FilterName = Exclude<keyof TransactionSearch, 'sort'>;
export type FacetName = 'state' | 'purpose' | 'band' | 'licence' | 'basis' | 'origin' | 'month';

const plain = (value: string): Bilingual => ({ vi: value, en: value });
const states: Readonly<Record<string, Bilingual>> = lifecycles.order.states;
const licences = Object.fromEntries(licenceTemplates.map((one) => [one.id, one.title]));
const month = (value: string) => plain(value.split('-').reverse().join('/'));
const day = (value: string) => plain(value.split('-').reverse().join('/'));

/** Every filter with its title and how its values read; in the order of the screen. */
export const filters: Record<FilterName, { title: Bilingual; of: (value: string) => Bilingual }> = {
  party: { title: { vi: 'Bên tham gia', en: 'Party' }, of: plain },
  dataset: { title: { vi: 'Bộ dữ liệu', en: 'Dataset' }, of: plain },
  ref: { title: { vi: 'Mã', en: 'Id' }, of: plain },
  minVnd: { title: { vi: 'Từ số tiền', en: 'At least' }, of: (value) => plain(money(Number(value))) },
  maxVnd: { title: { vi: 'Đến số tiền', en: 'At most' }, of: (value) => plain(money(Number(value))) },
  from: { title: { vi: 'Từ ngày', en: 'From' }, of: day },
  to: { title: { vi: 'Đến ngày', en: 'To' }, of: day },
  state: { title: { vi: 'Trạng thái', en: 'State' }, of: (value) => states[value] ?? plain(value) },
  purpose: {
    title: { vi: 'Mục đích', en: 'Purpose' },
    of: (value) => purposeLabels[value as Purpose] ?? plain(value),
  },
  band: {
    title: { vi: 'Mức giá', en: 'Price' },
    of: (value) => priceBands[value as PriceBand]?.label ?? plain(value),
  },
  licence: { title: { vi: 'Giấy phép', en: 'Licence' }, of: (value) => licences[value] ?? plain(value) },
  basis: {
    title: { vi: 'Căn cứ nguồn gốc', en: 'Basis of origin' },
    of: (value) => provenanceBases[value as keyof typeof provenanceBases] ?? plain(value),
  },
  origin: {
    title: { vi: 'Nguồn gốc cá nhân', en: 'Personal origin' },
    of: (value) => personalOrigins[value as keyof typeof personalOrigins] ?? plain(value),
  },
  provider: { title: { vi: 'Bên bán', en: 'Provider' }, of: plain },
  month: { title: { vi: 'Tháng', en: 'Month' }, of: month },
};
export const filterNames = Object.keys(filters) as FilterName[];
/** Typed in; the rest is chosen from what the result has. */
export const typed = ['party', 'dataset', 'ref', 'minVnd', 'maxVnd', 'from', 'to'] as const;

/** The search that an address holds. */
export function searchIn(address: URLSearchParams): Search {
  const named = [...filterNames, 'sort'].flatMap((name) => {
    const value = address.get(name);
    return value ? [[name, value]] : [];
  });
  return Object.fromEntries(named) as Search;
}

/** The address of a search, to be shared: the same search, made again by whoever opens it. */
export function addressOf(search: Search): string {
  const address = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value !== undefined && !(name === 'sort' && value === 'newest')) address.set(name, String(value));
  }
  return address.size > 0 ? `?${address}` : '';
}
