import type { Bilingual } from '../../contracts/common';
import { type FacetName, qualityBandNames } from '../../contracts/discovery';
import { licenceTemplates } from '../../contracts/licences/templates';
import { priceModelLabels } from '../../contracts/licences/terms';
import { activities, productKinds } from '../../contracts/scheme/classes';
import { personalOrigins, sectors, updateFrequencies } from '../../contracts/scheme/pilot-2026';
import { provinces } from '../../contracts/scheme/provinces';

const same = (value: string): Bilingual => ({ vi: value, en: value });
const from = (table: Readonly<Record<string, Bilingual>>) => (value: string) => table[value] ?? same(value);

/** What each facet is called, and what its values are. */
export const facets: Record<FacetName, { title: Bilingual; of: (value: string) => Bilingual }> = {
  sector: { title: { vi: 'Lĩnh vực', en: 'Sector' }, of: from(sectors) },
  kind: { title: { vi: 'Loại sản phẩm', en: 'Kind of product' }, of: from(productKinds) },
  activity: { title: { vi: 'Hoạt động dữ liệu', en: 'Data activity' }, of: from(activities) },
  licence: {
    title: { vi: 'Giấy phép', en: 'Licence' },
    of: from(Object.fromEntries(licenceTemplates.map((one) => [one.id, one.title]))),
  },
  price: { title: { vi: 'Giá', en: 'Price' }, of: from(priceModelLabels) },
  format: { title: { vi: 'Định dạng', en: 'Format' }, of: (value) => same(value.toUpperCase()) },
  province: {
    title: { vi: 'Tỉnh, thành phố', en: 'Province' },
    of: (value) => same(provinces.find((one) => one.code === value)?.name ?? value),
  },
  year: { title: { vi: 'Năm của dữ liệu', en: 'Year of the data' }, of: same },
  frequency: { title: { vi: 'Cập nhật', en: 'Updated' }, of: from(updateFrequencies) },
  quality: { title: { vi: 'Điểm chất lượng (đo được)', en: 'Quality score (measured)' }, of: from(qualityBandNames) },
  origin: { title: { vi: 'Nguồn gốc cá nhân', en: 'Personal origin' }, of: from(personalOrigins) },
};
