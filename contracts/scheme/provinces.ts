/**
 * The 34 province-level units since 1/7/2025 (Decision 19/2025/QĐ-TTg; Đồng Nai a city since 30/4/2026, Resolution
 * 30/2026/QH16). Codes are strings. There are no districts.
 */
export const provinces = [
  { code: '01', name: 'Hà Nội', city: true },
  { code: '04', name: 'Cao Bằng', city: false },
  { code: '08', name: 'Tuyên Quang', city: false },
  { code: '11', name: 'Điện Biên', city: false },
  { code: '12', name: 'Lai Châu', city: false },
  { code: '14', name: 'Sơn La', city: false },
  { code: '15', name: 'Lào Cai', city: false },
  { code: '19', name: 'Thái Nguyên', city: false },
  { code: '20', name: 'Lạng Sơn', city: false },
  { code: '22', name: 'Quảng Ninh', city: false },
  { code: '24', name: 'Bắc Ninh', city: false },
  { code: '25', name: 'Phú Thọ', city: false },
  { code: '31', name: 'Hải Phòng', city: true },
  { code: '33', name: 'Hưng Yên', city: false },
  { code: '37', name: 'Ninh Bình', city: false },
  { code: '38', name: 'Thanh Hóa', city: false },
  { code: '40', name: 'Nghệ An', city: false },
  { code: '42', name: 'Hà Tĩnh', city: false },
  { code: '44', name: 'Quảng Trị', city: false },
  { code: '46', name: 'Huế', city: true },
  { code: '48', name: 'Đà Nẵng', city: true },
  { code: '51', name: 'Quảng Ngãi', city: false },
  { code: '52', name: 'Gia Lai', city: false },
  { code: '56', name: 'Khánh Hòa', city: false },
  { code: '66', name: 'Đắk Lắk', city: false },
  { code: '68', name: 'Lâm Đồng', city: false },
  { code: '75', name: 'Đồng Nai', city: true },
  { code: '79', name: 'Hồ Chí Minh', city: true },
  { code: '80', name: 'Tây Ninh', city: false },
  { code: '82', name: 'Đồng Tháp', city: false },
  { code: '86', name: 'Vĩnh Long', city: false },
  { code: '91', name: 'An Giang', city: false },
  { code: '92', name: 'Cần Thơ', city: true },
  { code: '96', name: 'Cà Mau', city: false },
] as const;

export type ProvinceCode = (typeof provinces)[number]['code'];
export const provinceCodes = provinces.map((one) => one.code) as [ProvinceCode, ...ProvinceCode[]];
