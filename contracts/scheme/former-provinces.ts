import type { ProvinceCode } from './provinces.js';

/**
 * Names that people still search by: the 29 provinces that ended on 1/7/2025 with the code of the unit that holds them now
 * (Resolution 202/2025/QH15), and other names of units that stand. Data about the old 63 must stay findable.
 */
export const formerProvinces: Readonly<Record<string, ProvinceCode>> = {
  'Hà Giang': '08',
  'Yên Bái': '15',
  'Bắc Kạn': '19',
  'Vĩnh Phúc': '25',
  'Hòa Bình': '25',
  'Bắc Giang': '24',
  'Thái Bình': '33',
  'Hải Dương': '31',
  'Hà Nam': '37',
  'Nam Định': '37',
  'Quảng Bình': '44',
  'Quảng Nam': '48',
  'Kon Tum': '51',
  'Bình Định': '52',
  'Ninh Thuận': '56',
  'Đắk Nông': '68',
  'Bình Thuận': '68',
  'Phú Yên': '66',
  'Bà Rịa - Vũng Tàu': '79',
  'Bình Dương': '79',
  'Bình Phước': '75',
  'Long An': '80',
  'Sóc Trăng': '92',
  'Hậu Giang': '92',
  'Bến Tre': '86',
  'Trà Vinh': '86',
  'Tiền Giang': '82',
  'Bạc Liêu': '96',
  'Kiên Giang': '91',
};

export const otherProvinceNames: Readonly<Record<string, ProvinceCode>> = {
  'Thừa Thiên Huế': '46',
  'Sài Gòn': '79',
  'TP.HCM': '79',
  TPHCM: '79',
  'Vũng Tàu': '79',
};
