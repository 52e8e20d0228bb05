import type { Capability } from '../../contracts/common.js';
import type { MemberRole, OrganisationView } from '../../contracts/identity.js';
import type { IntermediaryProfile } from '../../contracts/intermediaries.js';
import type { Purpose } from '../../contracts/licences/policy.js';
import type { CertificateKind } from '../../contracts/scheme/findings.js';
import type { legalFormCodes } from '../../contracts/scheme/pilot-2026.js';
import type { ProvinceCode } from '../../contracts/scheme/provinces.js';

/** A person's account of the demo: a role, never a name. */
export type DemoMember = { key: string; displayName: string; email: string; role: MemberRole };

/** A simulated organisation and the state it is brought to through the ordinary use cases. */
export type DemoOrganisation = {
  key: string;
  nameVi: string;
  nameEn: string;
  /** null only for the regulator, which is no taxpayer of the exchange. */
  taxCode: string | null;
  capabilities: Capability[];
  legalForm: (typeof legalFormCodes)[number];
  provinceCode: ProvinceCode;
  address: string;
  state: Extract<OrganisationView['state'], 'verified' | 'submitted' | 'needs_info'>;
  /** Why the operator asked for more; only with `needs_info`. */
  stateReason?: string;
  /** State bodies and public units: who they belong to (Decree 314/2026, Art. 5(3)(a)). */
  governingBody?: string;
  /** A certificate of eligibility and for how many days it is still good when the demo is loaded. */
  certificate?: { kind: CertificateKind; number: string; days: number };
  /** Of intermediaries: what they publish of their services. */
  published?: IntermediaryProfile;
  /** The first is the administrator who registers and submits. */
  members: [DemoMember, ...DemoMember[]];
};

/** A purchase the demo performs from request to acceptance. */
export type DemoPurchase = {
  key: string;
  /** Key of the buying organisation. */
  buyer: string;
  /** Key of the dataset in the catalogue. */
  dataset: string;
  purpose: Purpose;
  project: string;
  statementVi: string;
  statementEn: string;
};

/**
 * An exchange of type "other" may carry State data of its own governing body only (Decree 314/2026, Art. 5(3)(a)): every
 * State provider below belongs to it.
 */
export const exchangeProfile = { type: 'other', governingBody: 'UBND thành phố Mẫu' } as const;
const { governingBody } = exchangeProfile;

function member(key: string, displayName: string, email: string, role: MemberRole): DemoMember {
  return { key, displayName, email, role };
}

/** In order of registration: operator and regulator first. */
export const organisations: readonly DemoOrganisation[] = [
  {
    key: 'operator',
    nameVi: 'Trung tâm Dữ liệu số tỉnh Mẫu (giả lập)',
    nameEn: 'Model Province Digital Data Centre (simulated)',
    taxCode: '9900260374',
    capabilities: ['operator'],
    legalForm: 'public_unit',
    provinceCode: '48',
    address: 'Số 1 đường Mẫu, phường Mẫu',
    state: 'verified',
    governingBody,
    members: [
      member('operator-admin', 'Quản trị sàn', 'quantri@san.example.vn', 'admin'),
      member('reviewer-1', 'Cán bộ thẩm định 1', 'thamdinh1@san.example.vn', 'member'),
      member('reviewer-2', 'Cán bộ thẩm định 2', 'thamdinh2@san.example.vn', 'member'),
      member('operations', 'Cán bộ vận hành', 'vanhanh@san.example.vn', 'member'),
    ],
  },
  {
    key: 'regulator',
    nameVi: 'Cơ quan giám sát Mẫu (giả lập)',
    nameEn: 'Model Supervisory Authority (simulated)',
    taxCode: null,
    capabilities: ['regulator'],
    legalForm: 'state_body',
    provinceCode: '01',
    address: 'Số 2 đường Mẫu, phường Mẫu',
    state: 'verified',
    members: [
      member('inspector-1', 'Thanh tra viên 1', 'thanhtra1@giamsat.example.vn', 'admin'),
      member('inspector-2', 'Thanh tra viên 2', 'thanhtra2@giamsat.example.vn', 'viewer'),
    ],
  },
  {
    key: 'environment-department',
    nameVi: 'Sở Nông nghiệp và Môi trường Mẫu (giả lập)',
    nameEn: 'Model Department of Agriculture and Environment (simulated)',
    taxCode: '9900260744',
    capabilities: ['provider'],
    legalForm: 'state_body',
    provinceCode: '48',
    address: 'Số 3 đường Mẫu, phường Mẫu',
    state: 'verified',
    governingBody,
    members: [
      member('environment-admin', 'Phụ trách dữ liệu Sở NN&MT', 'dulieu@nnmt.example.vn', 'admin'),
      member('environment-editor', 'Chuyên viên dữ liệu Sở NN&MT', 'chuyenvien@nnmt.example.vn', 'member'),
    ],
  },
  {
    key: 'construction-department',
    nameVi: 'Sở Xây dựng Mẫu (giả lập)',
    nameEn: 'Model Department of Construction (simulated)',
    taxCode: '9900261113',
    capabilities: ['provider', 'buyer'],
    legalForm: 'state_body',
    provinceCode: '48',
    address: 'Số 4 đường Mẫu, phường Mẫu',
    state: 'verified',
    governingBody,
    members: [
      member('construction-admin', 'Phụ trách dữ liệu Sở Xây dựng', 'dulieu@xaydung.example.vn', 'admin'),
      member('construction-planner', 'Chuyên viên quy hoạch', 'quyhoach@xaydung.example.vn', 'member'),
    ],
  },
  {
    key: 'monitoring-centre',
    nameVi: 'Trung tâm Quan trắc Môi trường Mẫu (giả lập)',
    nameEn: 'Model Environmental Monitoring Centre (simulated)',
    taxCode: '9900261850',
    capabilities: ['provider'],
    legalForm: 'public_unit',
    provinceCode: '48',
    address: 'Số 5 đường Mẫu, phường Mẫu',
    state: 'verified',
    governingBody,
    members: [
      member('monitoring-admin', 'Phụ trách dữ liệu quan trắc', 'dulieu@quantrac.example.vn', 'admin'),
      member('monitoring-editor', 'Quan trắc viên', 'quantracvien@quantrac.example.vn', 'member'),
    ],
  },
  {
    key: 'agriculture-company',
    nameVi: 'Công ty CP Nghiên cứu Nông nghiệp Mẫu (giả lập)',
    nameEn: 'Model Agricultural Research JSC (simulated)',
    taxCode: '9900262597',
    capabilities: ['provider', 'buyer'],
    legalForm: 'company',
    provinceCode: '92',
    address: 'Số 6 đường Mẫu, phường Mẫu',
    state: 'verified',
    members: [
      member('agriculture-admin', 'Giám đốc dữ liệu nông nghiệp', 'dulieu@nongnghiep.example.vn', 'admin'),
      member('agriculture-editor', 'Nghiên cứu viên nông nghiệp', 'nghiencuu@nongnghiep.example.vn', 'member'),
    ],
  },
  {
    key: 'map-company',
    nameVi: 'Công ty CP Bản đồ số Mẫu (giả lập)',
    nameEn: 'Model Digital Maps JSC (simulated)',
    taxCode: '9900262967',
    capabilities: ['provider'],
    legalForm: 'company',
    provinceCode: '01',
    address: 'Số 7 đường Mẫu, phường Mẫu',
    state: 'verified',
    members: [
      member('map-admin', 'Giám đốc sản phẩm bản đồ', 'sanpham@bandoso.example.vn', 'admin'),
      member('map-editor', 'Kỹ sư dữ liệu bản đồ', 'kysu@bandoso.example.vn', 'member'),
    ],
  },
  {
    key: 'analysis-company',
    nameVi: 'Công ty TNHH Phân tích Bán lẻ Mẫu (giả lập)',
    nameEn: 'Model Retail Analytics Ltd (simulated)',
    taxCode: '9900263336',
    capabilities: ['provider'],
    legalForm: 'company',
    provinceCode: '79',
    address: 'Số 8 đường Mẫu, phường Mẫu',
    state: 'verified',
    certificate: { kind: 'analysis_business', number: 'PT-08/2026-MAU', days: 20 },
    members: [
      member('analysis-admin', 'Trưởng nhóm phân tích', 'phantich@banle.example.vn', 'admin'),
      member('analysis-editor', 'Chuyên viên phân tích', 'chuyenvien@banle.example.vn', 'member'),
    ],
  },
  {
    key: 'intermediary',
    nameVi: 'Công ty CP Trung gian Dữ liệu Mẫu (giả lập)',
    nameEn: 'Model Data Intermediary JSC (simulated)',
    taxCode: '9900263706',
    capabilities: ['intermediary'],
    legalForm: 'company',
    provinceCode: '01',
    address: 'Số 9 đường Mẫu, phường Mẫu',
    state: 'verified',
    certificate: { kind: 'intermediary', number: 'TG-09/2026-MAU', days: 400 },
    published: {
      scope: 'Thẩm định chất lượng và nguồn gốc của bộ dữ liệu dạng bảng; hỗ trợ tìm dữ liệu và đàm phán.',
      method: 'Đo lại trên mọi dòng, đối chiếu hồ sơ nguồn gốc và công bố chất lượng, lấy mẫu so với nguồn.',
      fees: '3.000.000 đ cho mỗi bộ dữ liệu; hỗ trợ đàm phán 500.000 đ mỗi giờ',
    },
    members: [member('intermediary-admin', 'Thẩm định viên', 'thamdinh@trunggian.example.vn', 'admin')],
  },
  {
    key: 'two-role-intermediary',
    nameVi: 'Công ty CP Trung gian Hai Vai Mẫu (giả lập)',
    nameEn: 'Model Two-Role Intermediary JSC (simulated)',
    taxCode: '9900264072',
    capabilities: ['intermediary', 'provider'],
    legalForm: 'company',
    provinceCode: '79',
    address: 'Số 10 đường Mẫu, phường Mẫu',
    state: 'verified',
    certificate: { kind: 'intermediary', number: 'TG-10/2026-MAU', days: 200 },
    published: {
      scope: 'Thẩm định dữ liệu không gian và chuỗi thời gian; không thẩm định dữ liệu do chính mình bán.',
      method: 'Kiểm tra hình học, khoảng trống và giá trị bất thường trên toàn bộ tệp; kết luận kèm tài liệu đã dùng.',
      fees: '4.500.000 đ cho mỗi bộ dữ liệu',
    },
    members: [member('two-role-admin', 'Quản trị hai vai', 'haivai@trunggian.example.vn', 'admin')],
  },
  {
    key: 'bank',
    nameVi: 'Ngân hàng Mẫu (giả lập)',
    nameEn: 'Model Bank (simulated)',
    taxCode: '9900264442',
    capabilities: ['buyer'],
    legalForm: 'company',
    provinceCode: '01',
    address: 'Số 11 đường Mẫu, phường Mẫu',
    state: 'verified',
    members: [
      member('bank-admin', 'Phụ trách mua dữ liệu', 'muahang@nganhang.example.vn', 'admin'),
      member('bank-accountant', 'Kế toán Bên mua', 'ketoan@nganhang.example.vn', 'member'),
    ],
  },
  {
    key: 'university',
    nameVi: 'Trường Đại học tư thục Mẫu (giả lập)',
    nameEn: 'Model Private University (simulated)',
    taxCode: '9900265559',
    capabilities: ['provider', 'buyer'],
    legalForm: 'university',
    provinceCode: '46',
    address: 'Số 14 đường Mẫu, phường Mẫu',
    state: 'verified',
    members: [
      member('university-admin', 'Thư viện dữ liệu', 'thuvien@daihoc.example.vn', 'admin'),
      member('university-researcher', 'Nhóm nghiên cứu sinh thái', 'sinhthai@daihoc.example.vn', 'member'),
    ],
  },
  {
    key: 'ai-startup',
    nameVi: 'Doanh nghiệp khởi nghiệp AI Mẫu (giả lập)',
    nameEn: 'Model AI Start-up (simulated)',
    taxCode: '9900265189',
    capabilities: ['buyer'],
    legalForm: 'company',
    provinceCode: '48',
    address: 'Số 13 đường Mẫu, phường Mẫu',
    state: 'needs_info',
    stateReason: 'Đề nghị bổ sung thông tin tài khoản thanh toán đứng tên doanh nghiệp.',
    members: [member('ai-admin', 'Người đại diện mua dữ liệu', 'dulieu@khoinghiepai.example.vn', 'admin')],
  },
  {
    key: 'logistics-branch',
    nameVi: 'Công ty Logistics Mẫu – chi nhánh (giả lập)',
    nameEn: 'Model Logistics Company, branch (simulated)',
    taxCode: '9900265929-001',
    capabilities: ['buyer'],
    legalForm: 'branch',
    provinceCode: '31',
    address: 'Số 15 đường Mẫu, phường Mẫu',
    state: 'submitted',
    members: [member('logistics-admin', 'Phụ trách chi nhánh', 'chinhanh@logistics.example.vn', 'admin')],
  },
  {
    key: 'coffee-cooperative',
    nameVi: 'Hợp tác xã Cà phê Mẫu (giả lập)',
    nameEn: 'Model Coffee Cooperative (simulated)',
    taxCode: '9900266295',
    capabilities: ['provider'],
    legalForm: 'cooperative',
    provinceCode: '66',
    address: 'Số 17 đường Mẫu, phường Mẫu',
    state: 'submitted',
    members: [member('coffee-admin', 'Thư ký hợp tác xã', 'thuky@caphe.example.vn', 'admin')],
  },
];

/** One of the file of three million rows, one free, one paid for research. */
export const purchases: readonly DemoPurchase[] = [
  {
    key: 'bank-flights',
    buyer: 'bank',
    dataset: 'us-flights-2001',
    purpose: 'commercial_internal',
    project: 'Thử nghiệm định phí bảo hiểm chậm chuyến',
    statementVi:
      'Thử nghiệm mô hình định phí bảo hiểm chậm chuyến bay trong nội bộ: ước lượng phân phối thời gian trễ theo giờ, ' +
      'cự ly và cặp sân bay. Không cung cấp dữ liệu cho bên thứ ba.',
    statementEn:
      'Internal trial of a pricing model for flight-delay insurance: estimate the distribution of delays by hour, ' +
      'distance and airport pair. The data is not passed to third parties.',
  },
  {
    key: 'construction-temperature',
    buyer: 'construction-department',
    dataset: 'global-temperature',
    purpose: 'public_service',
    project: 'Phụ lục khí hậu cho quy hoạch thoát nước đô thị',
    statementVi:
      'Làm phụ lục bối cảnh khí hậu cho báo cáo quy hoạch thoát nước và cây xanh đô thị; biểu đồ xu thế nhiệt độ được ' +
      'công bố kèm nguồn.',
    statementEn:
      'Climate background annex to a plan for urban drainage and greenery; the chart of the temperature trend is ' +
      'published with its source.',
  },
  {
    key: 'university-habitat',
    buyer: 'university',
    dataset: 'species-habitat',
    purpose: 'research',
    project: 'So sánh phương pháp ước lượng độ phủ sinh cảnh',
    statementVi:
      'Nghiên cứu phương pháp ước lượng độ phủ sinh cảnh theo đơn vị hành chính, làm cơ sở so sánh trước khi áp dụng ' +
      'cho các khu bảo tồn trong nước; chỉ công bố kết quả tổng hợp.',
    statementEn:
      'Research into methods of estimating habitat cover by administrative unit, as a benchmark before applying them ' +
      'to protected areas at home; only aggregate results are published.',
  },
];
