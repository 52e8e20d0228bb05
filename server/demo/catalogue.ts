import type { DatasetPage } from '../../contracts/catalogue.js';
import type { Bilingual } from '../../contracts/common.js';
import type { Purpose } from '../../contracts/licences/policy.js';
import type { LicenceId } from '../../contracts/licensing.js';

/** A column of the data dictionary; `unit` as people write it. */
export type DemoColumn = Bilingual & { unit?: string };

/** Where the data comes from and what allows listing it, as the `datapackage.json` of `vega-datasets` states. */
export type DemoProvenance = {
  basis: Extract<DatasetPage['provenanceBasis'], 'public_source' | 'derived'>;
  statementVi: string;
  statementEn: string;
  sourceName: string;
  sourceUrl: string;
  licenceName: string;
  licenceUrl: string;
  credit: string;
};

/** A real public dataset that a simulated provider lists. Columns of all its files share one dictionary. */
export type DemoDataset = {
  key: string;
  /** Key of the organisation in `participants.ts`. */
  provider: string;
  titleVi: string;
  titleEn: string;
  descriptionVi: string;
  descriptionEn: string;
  sector: NonNullable<DatasetPage['sector']>;
  keywords: string[];
  /** ISO dates; `period` is null where neither the data nor its source names one. */
  coverage: { period: { from: string; to: string } | null; geography: Bilingual };
  updateFrequency: NonNullable<DatasetPage['updateFrequency']>;
  provenance: DemoProvenance;
  limitationsVi: string;
  limitationsEn: string;
  /** What was counted in the files. */
  quality: Bilingual;
  /** `path` is below `vega-datasets/data/`. */
  files: { path: string; descriptionVi: string; descriptionEn: string }[];
  dictionary: Record<string, DemoColumn>;
  offer: { template: LicenceId; priceVnd: number; months: number | null; autoApprovePurposes: Purpose[] };
};

const everyPurpose: Purpose[] = [
  'research',
  'education',
  'public_service',
  'journalism',
  'commercial_internal',
  'commercial_product',
  'ai_training',
];

/**
 * CC BY 4.0, 2(a)(5) forbids terms that restrict what the public licence allows, so data under CC BY is listed under the
 * open licence only.
 */
const openOffer: DemoDataset['offer'] = {
  template: 'open',
  priceVnd: 0,
  months: null,
  autoApprovePurposes: everyPurpose,
};

const usGovernment = { licenceName: 'U.S. Government Dataset', licenceUrl: 'https://www.usa.gov/government-works' };
const gapminderLicence = {
  licenceName: 'Creative Commons Attribution 4.0 International',
  licenceUrl: 'https://www.gapminder.org/free-material/',
};

const publicVi = 'Tệp dữ liệu giữ nguyên như bản công bố trong gói vega-datasets 3.2.';
const publicEn = 'The files are unchanged from the vega-datasets 3.2 package.';
/** Said by every paid offer: the data itself costs nothing at its source. */
const editionVi =
  'Giá là cho bản biên tập: từ điển dữ liệu tiếng Việt, công bố chất lượng và hỗ trợ của bên bán. ' +
  'Dữ liệu gốc lấy được miễn phí tại nguồn; điều khoản ở đây không hạn chế quyền của bất kỳ ai đối với bản gốc.';
const editionEn =
  'The price is for the edited edition: Vietnamese data dictionary, quality statement and support by the provider. ' +
  'The original data is free at its source; the terms here restrict nobody’s rights to the original.';

/** Listed in this order. */
export const demoDatasets: readonly DemoDataset[] = [
  {
    key: 'us-flights-2001',
    provider: 'map-company',
    titleVi: 'Ba triệu chuyến bay nội địa Hoa Kỳ và thời gian trễ, nửa đầu năm 2001',
    titleEn: 'Three million U.S. domestic flights and their delays, first half of 2001',
    descriptionVi:
      'Ba triệu chuyến bay chở khách nội địa Hoa Kỳ từ tháng 1 đến tháng 6 năm 2001, mỗi dòng một chuyến: thời điểm cất ' +
      'cánh thực tế, số phút đến trễ, cự ly bay, sân bay đi và sân bay đến. Số liệu do các hãng báo cáo bắt buộc cho Cục ' +
      'Thống kê Giao thông Hoa Kỳ. Khoảng 20% số chuyến đến trễ hơn 15 phút. Phù hợp để mô hình hóa độ trễ theo giờ và ' +
      'theo tuyến, thử nghiệm định phí bảo hiểm, hoặc kiểm tra năng lực xử lý tệp Parquet cỡ lớn.',
    descriptionEn:
      'Three million U.S. domestic passenger flights from January to June 2001, one per row: actual departure time, ' +
      'arrival delay in minutes, distance, origin and destination. Airlines report these figures to the U.S. Bureau of ' +
      'Transportation Statistics by regulation. About 20% of the flights arrived more than 15 minutes late. Suited to ' +
      'models of delay by hour and route, trials of insurance pricing, and tests with a large Parquet file.',
    sector: 'transport',
    keywords: ['hàng không', 'chuyến bay', 'trễ chuyến', 'sân bay', 'Hoa Kỳ'],
    coverage: {
      period: { from: '2001-01-01', to: '2001-07-01' },
      geography: { vi: 'Hoa Kỳ (229 sân bay đi)', en: 'United States (229 origin airports)' },
    },
    updateFrequency: 'once',
    provenance: {
      basis: 'public_source',
      statementVi:
        `Báo cáo đúng giờ mà các hãng bay phải nộp theo 14 CFR Part 234, do Cục Thống kê Giao thông Hoa Kỳ công bố. ${publicVi} ` +
        'Gói nguồn xếp giấy phép là "other-open" và ghi rõ điều khoản cấp phép không được nêu cụ thể; vì vậy chào bán chỉ cho ' +
        `dùng nội bộ, không cấp quyền phân phối lại. ${editionVi}`,
      statementEn:
        'On-time reports that airlines must file under 14 CFR Part 234, published by the U.S. Bureau of Transportation ' +
        `Statistics. ${publicEn} The package classes the licence as "other-open" and notes that its terms are not ` +
        `explicitly specified; the offer is therefore for internal use and grants no redistribution. ${editionEn}`,
      sourceName: 'U.S. Bureau of Transportation Statistics',
      sourceUrl: 'https://www.transtats.bts.gov/DL_SelectFields.asp?gnoyr_VQ=FGJ&QO_fu146_anzr=b0-gvzr',
      licenceName: 'Data Collected Under U.S. DOT Regulatory Requirements - License Terms Not Explicitly Specified',
      licenceUrl: 'https://www.ecfr.gov/current/title-14/chapter-II/subchapter-A/part-234',
      credit: 'U.S. Bureau of Transportation Statistics, On-Time Performance; vega-datasets 3.2',
    },
    limitationsVi:
      'Lấy đúng ba triệu dòng nên không chắc đủ mọi chuyến trong kỳ; đã bỏ chuyến hủy và chuyến thiếu thời gian. Không có tên ' +
      'hãng, số hiệu chuyến. Giờ địa phương, không kèm múi giờ. Một số giá trị trễ vô lý (nhỏ nhất −1.116 phút). Sáu chuyến ' +
      'ghi 00:00 ngày 1/7/2001.',
    limitationsEn:
      'Cut to exactly three million rows, so perhaps not every flight of the period; cancelled flights and flights without times were dropped. No ' +
      'airline, no flight number. Local time without a zone. Some delays are implausible (minimum −1,116 minutes). Six ' +
      'flights are dated 00:00 on 1 July 2001.',
    quality: {
      vi: '3.000.000 dòng, 5 cột, không có giá trị rỗng; 142 dòng ghi đến sớm hơn 60 phút.',
      en: '3,000,000 rows, 5 columns, no nulls; 142 rows report an arrival more than 60 minutes early.',
    },
    files: [
      {
        path: 'flights-3m.parquet',
        descriptionVi: 'Mỗi dòng một chuyến bay, nén zstd',
        descriptionEn: 'One flight per row, zstd compressed',
      },
    ],
    dictionary: {
      date: { vi: 'Thời điểm cất cánh thực tế, giờ địa phương', en: 'Actual departure, local time' },
      delay: { vi: 'Thời gian đến trễ; số âm là đến sớm', en: 'Arrival delay; negative means early', unit: 'phút' },
      distance: { vi: 'Cự ly bay', en: 'Flight distance', unit: 'dặm' },
      origin: { vi: 'Mã IATA sân bay đi', en: 'IATA code of the origin' },
      destination: { vi: 'Mã IATA sân bay đến', en: 'IATA code of the destination' },
    },
    offer: { template: 'commercial-internal', priceVnd: 18_000_000, months: 12, autoApprovePurposes: [] },
  },
  {
    key: 'us-air-routes-2008',
    provider: 'map-company',
    titleVi: 'Mạng đường bay nội địa Hoa Kỳ năm 2008: số chuyến theo cặp sân bay',
    titleEn: 'U.S. domestic air routes in 2008: flights by airport pair',
    descriptionVi:
      'Số chuyến bay trong năm 2008 của 5.366 đường bay có hướng giữa hơn ba trăm sân bay Hoa Kỳ, tổng cộng khoảng bảy ' +
      'triệu chuyến. Mỗi dòng là một cặp sân bay đi và đến theo mã IATA cùng số chuyến đã thực hiện. Dữ liệu gọn, ghép ' +
      'được trực tiếp với danh mục sân bay có tọa độ trên sàn, thích hợp để dựng bản đồ luồng, tính độ trung tâm của mạng ' +
      'lưới và giảng dạy phân tích đồ thị.',
    descriptionEn:
      'Flights in 2008 on 5,366 directed routes between more than three hundred U.S. airports, some seven million flights ' +
      'in all. Each row is a pair of origin and destination by IATA code with the number of flights. Compact, joins ' +
      'directly with the airport list on this exchange, and suits flow maps, network centrality and teaching.',
    sector: 'transport',
    keywords: ['hàng không', 'mạng lưới', 'đường bay', 'đồ thị'],
    coverage: {
      period: { from: '2008-01-01', to: '2008-12-31' },
      geography: { vi: 'Hoa Kỳ và vùng lãnh thổ', en: 'United States and territories' },
    },
    updateFrequency: 'once',
    provenance: {
      basis: 'public_source',
      statementVi: `Tổng hợp từ số liệu của Cục Thống kê Giao thông Hoa Kỳ, dữ liệu của chính phủ liên bang. ${publicVi} ${editionVi}`,
      statementEn: `Counts from the U.S. Bureau of Transportation Statistics, federal government data. ${publicEn} ${editionEn}`,
      sourceName: 'U.S. Bureau of Transportation Statistics',
      sourceUrl: 'https://www.transtats.bts.gov/DL_SelectFields.asp?gnoyr_VQ=FGJ&QO_fu146_anzr=b0-gvzr',
      ...usGovernment,
      credit: 'U.S. Bureau of Transportation Statistics; vega-datasets 3.2',
    },
    limitationsVi:
      'Chỉ có tổng cả năm, không theo tháng hay theo hãng; không có số hành khách. Một số đường bay chỉ có một chuyến, có thể ' +
      'là chuyến chuyển hướng hoặc bay một lần.',
    limitationsEn:
      'Yearly totals only, not by month or airline; no passenger numbers. Some routes have a single flight, possibly a ' +
      'diversion or a one-off.',
    quality: {
      vi: '5.366 dòng, 303 sân bay đi; mọi mã sân bay đi đều có trong danh mục sân bay.',
      en: '5,366 rows, 303 origins; every origin is found in the airport list.',
    },
    files: [
      {
        path: 'flights-airport.csv',
        descriptionVi: 'Mỗi dòng một đường bay có hướng',
        descriptionEn: 'One directed route per row',
      },
    ],
    dictionary: {
      origin: { vi: 'Mã IATA sân bay đi', en: 'IATA code of the origin' },
      destination: { vi: 'Mã IATA sân bay đến', en: 'IATA code of the destination' },
      count: { vi: 'Số chuyến bay trong năm 2008', en: 'Flights in 2008', unit: 'chuyến' },
    },
    offer: {
      template: 'commercial-redistribution',
      priceVnd: 6_500_000,
      months: 24,
      autoApprovePurposes: ['research', 'education'],
    },
  },
  {
    key: 'us-airports',
    provider: 'map-company',
    titleVi: 'Danh mục sân bay Hoa Kỳ có tọa độ',
    titleEn: 'U.S. airports with coordinates',
    descriptionVi:
      'Danh mục 3.376 sân bay tại Hoa Kỳ và các vùng lãnh thổ, từ cảng hàng không lớn đến sân bay địa phương. Mỗi dòng gồm ' +
      'mã IATA hoặc mã nội địa, tên sân bay, thành phố, bang, quốc gia, vĩ độ và kinh độ. Dùng để hiển thị bản đồ, tính ' +
      'khoảng cách, hoặc ghép với dữ liệu đường bay và dữ liệu chuyến bay trên sàn. Dữ liệu mở, miễn phí cho mọi mục đích.',
    descriptionEn:
      'A list of 3,376 airports in the United States and its territories, from hubs to municipal fields. Each row has the ' +
      'IATA or local code, name, city, state, country, latitude and longitude. For maps and distances, and to join with ' +
      'the route and flight data on this exchange. Open data, free for any purpose.',
    sector: 'transport',
    keywords: ['sân bay', 'tọa độ', 'danh mục', 'bản đồ'],
    coverage: {
      period: null,
      geography: { vi: 'Hoa Kỳ và vùng lãnh thổ', en: 'United States and territories' },
    },
    updateFrequency: 'irregular',
    provenance: {
      basis: 'public_source',
      statementVi: `Danh mục do cơ quan liên bang Hoa Kỳ công bố trên Data.gov, gói nguồn xếp là dữ liệu mở. ${publicVi}`,
      statementEn: `A list published by a U.S. federal agency on Data.gov, classed as open in the package. ${publicEn}`,
      sourceName: 'Airports (Data.gov)',
      sourceUrl: 'https://catalog.data.gov/dataset/airports-5e97a',
      licenceName: 'other-open',
      licenceUrl: 'https://www.usa.gov/government-works',
      credit: 'Airports, Data.gov; vega-datasets 3.2',
    },
    limitationsVi:
      'Bản chụp không ghi ngày; sân bay mở, đóng hoặc đổi mã sau đó không được cập nhật. Một số dòng ngoài Hoa Kỳ (Palau, ' +
      'Micronesia, quần đảo Bắc Mariana, Thái Lan). Không dùng cho dẫn đường bay.',
    limitationsEn:
      'An undated snapshot: airports opened, closed or renamed since are not reflected. A few rows lie outside the United ' +
      'States (Palau, Micronesia, Northern Mariana Islands, Thailand). Not for navigation.',
    quality: {
      vi: '3.376 dòng, 7 cột, tọa độ đầy đủ; 3.372 dòng có quốc gia là USA.',
      en: '3,376 rows, 7 columns, complete coordinates; 3,372 rows have the country USA.',
    },
    files: [{ path: 'airports.csv', descriptionVi: 'Mỗi dòng một sân bay', descriptionEn: 'One airport per row' }],
    dictionary: {
      iata: { vi: 'Mã IATA, hoặc mã nội địa nếu không có', en: 'IATA code, or the local code where there is none' },
      name: { vi: 'Tên sân bay', en: 'Airport name' },
      city: { vi: 'Thành phố', en: 'City' },
      state: { vi: 'Mã bang hoặc vùng lãnh thổ', en: 'State or territory code' },
      country: { vi: 'Quốc gia', en: 'Country' },
      latitude: { vi: 'Vĩ độ', en: 'Latitude', unit: 'độ' },
      longitude: { vi: 'Kinh độ; số âm là phía tây', en: 'Longitude; negative is west', unit: 'độ' },
    },
    offer: openOffer,
  },
  {
    key: 'wildlife-strikes',
    provider: 'university',
    titleVi: 'Va chạm giữa tàu bay và động vật hoang dã tại Hoa Kỳ, 1990–2002',
    titleEn: 'Wildlife strikes on aircraft in the United States, 1990–2002',
    descriptionVi:
      'Mười nghìn vụ va chạm giữa tàu bay và động vật hoang dã được báo cáo cho Cục Hàng không Liên bang Hoa Kỳ, từ tháng 1 ' +
      'năm 1990 đến tháng 7 năm 2002. Mỗi dòng ghi sân bay, loại tàu bay, mức hư hại, ngày, đơn vị khai thác, giai đoạn bay, ' +
      'cỡ và loài động vật, thời điểm trong ngày, chi phí và tốc độ. Dùng để nghiên cứu an toàn hàng không, sinh thái quanh ' +
      'sân bay và đánh giá biện pháp xua đuổi chim.',
    descriptionEn:
      'Ten thousand wildlife strikes reported to the U.S. Federal Aviation Administration between January 1990 and July ' +
      '2002. Each row has the airport, aircraft, damage, date, operator, phase of flight, size and species of the animal, ' +
      'time of day, costs and speed. For research on aviation safety, ecology around airports and bird-control measures.',
    sector: 'transport',
    keywords: ['an toàn hàng không', 'chim', 'động vật hoang dã', 'sân bay'],
    coverage: {
      period: { from: '1990-01-08', to: '2002-07-25' },
      geography: { vi: 'Hoa Kỳ (50 sân bay, 29 bang)', en: 'United States (50 airports, 29 states)' },
    },
    updateFrequency: 'once',
    provenance: {
      basis: 'public_source',
      statementVi: `Trích từ cơ sở dữ liệu va chạm động vật hoang dã của FAA, dữ liệu của chính phủ liên bang. ${publicVi} ${editionVi}`,
      statementEn: `Drawn from the FAA Wildlife Strike Database, federal government data. ${publicEn} ${editionEn}`,
      sourceName: 'FAA Wildlife Strike Database',
      sourceUrl: 'http://wildlife.faa.gov',
      licenceName: 'U.S. Government Dataset',
      licenceUrl: 'https://resources.data.gov/open-licenses/',
      credit: 'FAA Wildlife Strike Database; vega-datasets 3.2',
    },
    limitationsVi:
      'Báo cáo phần lớn tự nguyện nên không phải mọi vụ đều có mặt; là một phần của cơ sở dữ liệu gốc. Khoảng 80% số vụ không ' +
      'xác định được loài. Chi phí tính theo đồng tiền gốc, nhiều dòng bằng 0 vì không khai. Ba mức hư hại chính kèm 15 dòng ' +
      'có mã chưa giải nghĩa (B, C).',
    limitationsEn:
      'Reporting is largely voluntary, so not every strike is there; a part of the original database. In about 80% of the ' +
      'strikes the species is unknown. Costs are in the original currency and often 0 because not stated. Beside the main ' +
      'damage levels, 15 rows carry undocumented codes (B, C).',
    quality: {
      vi: '10.000 dòng, 14 cột; tốc độ trống ở 2.836 dòng (28%).',
      en: '10,000 rows, 14 columns; speed is missing in 2,836 rows (28%).',
    },
    files: [{ path: 'birdstrikes.csv', descriptionVi: 'Mỗi dòng một vụ va chạm', descriptionEn: 'One strike per row' }],
    dictionary: {
      'Airport Name': { vi: 'Tên sân bay', en: 'Airport name' },
      'Aircraft Make Model': { vi: 'Kiểu tàu bay', en: 'Aircraft make and model' },
      'Effect Amount of damage': { vi: 'Mức hư hại của tàu bay', en: 'Damage to the aircraft' },
      'Flight Date': { vi: 'Ngày bay', en: 'Date of flight' },
      'Aircraft Airline Operator': { vi: 'Đơn vị khai thác tàu bay', en: 'Operator of the aircraft' },
      'Origin State': { vi: 'Bang của sân bay', en: 'State of the airport' },
      'Phase of flight': { vi: 'Giai đoạn bay', en: 'Phase of flight' },
      'Wildlife Size': { vi: 'Cỡ động vật: nhỏ, vừa, lớn', en: 'Size of the animal: small, medium, large' },
      'Wildlife Species': { vi: 'Loài; "Unknown" nếu không xác định', en: 'Species; "Unknown" where not identified' },
      'Time of day': { vi: 'Thời điểm trong ngày', en: 'Time of day' },
      'Cost Other': { vi: 'Chi phí khác', en: 'Other cost', unit: 'USD' },
      'Cost Repair': { vi: 'Chi phí sửa chữa', en: 'Cost of repair', unit: 'USD' },
      'Cost Total $': { vi: 'Tổng chi phí', en: 'Total cost', unit: 'USD' },
      'Speed IAS in knots': { vi: 'Tốc độ chỉ thị khi va chạm', en: 'Indicated airspeed at the strike', unit: 'knot' },
    },
    offer: {
      template: 'research-only',
      priceVnd: 2_500_000,
      months: 12,
      autoApprovePurposes: ['research', 'education'],
    },
  },
  {
    key: 'daily-weather',
    provider: 'monitoring-centre',
    titleVi: 'Thời tiết hằng ngày Seattle và New York 2012–2015, kèm chuẩn khí hậu theo giờ',
    titleEn: 'Daily weather of Seattle and New York 2012–2015, with hourly climate normals',
    descriptionVi:
      'Hai tệp quan trắc của cơ quan khí tượng Hoa Kỳ. Tệp thứ nhất gồm 2.922 ngày tại Seattle và New York với lượng mưa, ' +
      'nhiệt độ cao nhất, thấp nhất, tốc độ gió và kiểu thời tiết. Tệp thứ hai là chuẩn khí hậu 1981–2010 theo từng giờ trong ' +
      'năm của Seattle: khí áp, nhiệt độ và gió. Không thiếu ngày nào, phù hợp huấn luyện và đánh giá mô hình dự báo, phân ' +
      'loại thời tiết và điền khuyết chuỗi thời gian.',
    descriptionEn:
      'Two files of the U.S. weather service. The first has 2,922 daily records of Seattle and New York: precipitation, ' +
      'highest and lowest temperature, wind and type of weather. The second has the 1981–2010 climate normals of Seattle for ' +
      'each hour of the year: pressure, temperature and wind. No day is missing, which suits training and evaluation of ' +
      'forecasting, classification and gap-filling models.',
    sector: 'environment',
    keywords: ['thời tiết', 'khí hậu', 'lượng mưa', 'nhiệt độ', 'chuỗi thời gian'],
    coverage: {
      period: { from: '1981-01-01', to: '2015-12-31' },
      geography: { vi: 'Seattle và New York, Hoa Kỳ', en: 'Seattle and New York, United States' },
    },
    updateFrequency: 'once',
    provenance: {
      basis: 'public_source',
      statementVi: `Quan trắc và chuẩn khí hậu của NOAA, dữ liệu của chính phủ liên bang Hoa Kỳ. ${publicVi} ${editionVi}`,
      statementEn: `Observations and climate normals of NOAA, U.S. federal government data. ${publicEn} ${editionEn}`,
      sourceName: 'NOAA Climate Data Online',
      sourceUrl: 'http://www.ncdc.noaa.gov/cdo-web/datatools/findstation',
      ...usGovernment,
      credit: 'NOAA National Climatic Data Center; vega-datasets 3.2',
    },
    limitationsVi:
      'Cột kiểu thời tiết được suy ra từ nhiều trường gốc, dành cho giảng dạy. Tài liệu của gói ghi gió theo km/h nhưng mã xử ' +
      'lý cho thấy là m/s. Chuẩn theo giờ là trung bình nhiều năm, được gán năm 2010 quy ước và thiếu giờ đầu tiên của năm.',
    limitationsEn:
      'The type of weather is derived from several original fields, for teaching. The package’s notes give wind in km/h, but ' +
      'its script shows m/s. The hourly normals are long-term means, dated by convention in 2010, without the first hour of ' +
      'the year.',
    quality: {
      vi: 'weather.csv 2.922 dòng, 1.461 ngày mỗi thành phố; chuẩn theo giờ 8.759 dòng.',
      en: 'weather.csv 2,922 rows, 1,461 days for each city; hourly normals 8,759 rows.',
    },
    files: [
      {
        path: 'weather.csv',
        descriptionVi: 'Quan trắc hằng ngày của hai thành phố, 2012–2015',
        descriptionEn: 'Daily observations of two cities, 2012–2015',
      },
      {
        path: 'seattle-weather-hourly-normals.csv',
        descriptionVi: 'Chuẩn khí hậu 1981–2010 của Seattle theo giờ trong năm',
        descriptionEn: 'Climate normals 1981–2010 of Seattle by hour of the year',
      },
    ],
    dictionary: {
      location: { vi: 'Thành phố', en: 'City' },
      date: {
        vi: 'Ngày quan trắc; ở tệp chuẩn khí hậu là giờ trong năm quy ước 2010',
        en: 'Day of observation; in the normals, the hour of the conventional year 2010',
      },
      precipitation: { vi: 'Lượng mưa trong ngày', en: 'Precipitation of the day', unit: 'mm' },
      temp_max: { vi: 'Nhiệt độ cao nhất trong ngày', en: 'Highest temperature of the day', unit: '°C' },
      temp_min: { vi: 'Nhiệt độ thấp nhất trong ngày', en: 'Lowest temperature of the day', unit: '°C' },
      wind: { vi: 'Tốc độ gió trung bình', en: 'Mean wind speed', unit: 'm/s' },
      weather: {
        vi: 'Kiểu thời tiết: drizzle, rain, snow, sun, fog',
        en: 'Type of weather: drizzle, rain, snow, sun, fog',
      },
      pressure: { vi: 'Khí áp trung bình', en: 'Mean pressure', unit: 'hPa' },
      temperature: { vi: 'Nhiệt độ trung bình', en: 'Mean temperature', unit: '°C' },
    },
    offer: {
      template: 'ai-training',
      priceVnd: 4_500_000,
      months: 24,
      autoApprovePurposes: ['research', 'education'],
    },
  },
  {
    key: 'co2-mauna-loa',
    provider: 'monitoring-centre',
    titleVi: 'Nồng độ CO₂ khí quyển hằng tháng tại Mauna Loa, 1958–2020',
    titleEn: 'Monthly atmospheric CO₂ at Mauna Loa, 1958–2020',
    descriptionVi:
      'Chuỗi đo trực tiếp nồng độ CO₂ trong khí quyển dài nhất thế giới, tại Đài quan trắc Mauna Loa (Hawaii), từ tháng 3 năm ' +
      '1958 đến tháng 4 năm 2020. Mỗi dòng là một tháng với giá trị đo và giá trị đã loại chu kỳ mùa. Nồng độ tăng từ khoảng ' +
      '315 lên hơn 416 phần triệu trong thời gian này. Phù hợp cho giảng dạy, truyền thông về biến đổi khí hậu và làm chuỗi ' +
      'mẫu cho phân tích xu thế, mùa vụ.',
    descriptionEn:
      'The longest direct record of CO₂ in the atmosphere, from the Mauna Loa Observatory (Hawaii), March 1958 to April 2020. ' +
      'Each row is a month with the measured value and the seasonally adjusted one. The concentration rose from about 315 to ' +
      'over 416 parts per million. For teaching, communication about climate change and examples of trend and season.',
    sector: 'environment',
    keywords: ['CO2', 'khí nhà kính', 'biến đổi khí hậu', 'chuỗi thời gian'],
    coverage: {
      period: { from: '1958-03-01', to: '2020-04-30' },
      geography: { vi: 'Mauna Loa, Hawaii, Hoa Kỳ', en: 'Mauna Loa, Hawaii, United States' },
    },
    updateFrequency: 'once',
    provenance: {
      basis: 'public_source',
      statementVi: `Số đo của chương trình CO₂ Scripps, công bố theo CC BY 4.0. ${publicVi} Giữ nguyên giấy phép gốc; chỉ cần ghi nguồn.`,
      statementEn: `Measurements of the Scripps CO₂ Program under CC BY 4.0. ${publicEn} The original licence continues; credit the source.`,
      sourceName: 'Scripps CO2 Program',
      sourceUrl: 'https://scrippsco2.ucsd.edu/data/atmospheric_co2/primary_mlo_co2_record',
      licenceName: 'Creative Commons Attribution 4.0',
      licenceUrl: 'https://creativecommons.org/licenses/by/4.0/',
      credit: 'Scripps CO2 Program, Scripps Institution of Oceanography, CC BY 4.0; vega-datasets 3.2',
    },
    limitationsVi:
      'Một trạm duy nhất, đại diện cho nền khí quyển chứ không cho nơi phát thải. Các tháng không có số đo hợp lệ bị lược bỏ, ' +
      'nên chuỗi không đều tuyệt đối. Dừng ở tháng 4 năm 2020, theo thang đo SIO 2012.',
    limitationsEn:
      'A single station, which stands for the background atmosphere and not for places of emission. Months without a valid ' +
      'reading are left out, so the series has gaps. It ends in April 2020, on the SIO 2012 mole-fraction scale.',
    quality: {
      vi: '741 dòng trên 746 tháng của kỳ; giá trị từ 313,21 đến 416,18 ppm.',
      en: '741 rows for the 746 months of the period; values from 313.21 to 416.18 ppm.',
    },
    files: [{ path: 'co2-concentration.csv', descriptionVi: 'Mỗi dòng một tháng', descriptionEn: 'One month per row' }],
    dictionary: {
      Date: { vi: 'Tháng, ghi bằng ngày đầu tháng', en: 'Month, as its first day' },
      CO2: { vi: 'Nồng độ CO₂', en: 'CO₂ concentration', unit: 'ppm' },
      'adjusted CO2': { vi: 'Nồng độ CO₂ đã loại chu kỳ mùa', en: 'Seasonally adjusted CO₂', unit: 'ppm' },
    },
    offer: openOffer,
  },
  {
    key: 'global-temperature',
    provider: 'environment-department',
    titleVi: 'Dị thường nhiệt độ toàn cầu hằng năm, 1880–2023',
    titleEn: 'Yearly global temperature anomaly, 1880–2023',
    descriptionVi:
      'Chỉ số nhiệt độ đất liền và đại dương toàn cầu theo năm, từ 1880 đến 2023, do Viện Nghiên cứu Không gian Goddard của ' +
      'NASA tính toán. Mỗi dòng là một năm với độ lệch so với trung bình thời kỳ gốc. Năm 2023 cao nhất chuỗi, ở mức 1,17 ' +
      'độ. Bảng ngắn, dễ dùng cho báo cáo, bài giảng, đồ họa báo chí và làm bối cảnh cho các kế hoạch ứng phó biến đổi khí ' +
      'hậu của địa phương.',
    descriptionEn:
      'The global land and ocean temperature index by year, 1880 to 2023, computed by the NASA Goddard Institute for Space ' +
      'Studies. Each row is a year with its deviation from the mean of the base period; 2023 is the highest at 1.17 degrees. ' +
      'A short table for reports, lessons, news graphics and local climate plans.',
    sector: 'environment',
    keywords: ['nhiệt độ', 'biến đổi khí hậu', 'toàn cầu', 'NASA'],
    coverage: {
      period: { from: '1880-01-01', to: '2023-12-31' },
      geography: { vi: 'Toàn cầu', en: 'Worldwide' },
    },
    updateFrequency: 'yearly',
    provenance: {
      basis: 'public_source',
      statementVi: `Chỉ số GISTEMP của NASA, dữ liệu của chính phủ liên bang Hoa Kỳ. ${publicVi} Miễn phí, chỉ cần ghi nguồn.`,
      statementEn: `The GISTEMP index of NASA, U.S. federal government data. ${publicEn} Free of charge; credit the source.`,
      sourceName: 'NASA Goddard Institute for Space Studies',
      sourceUrl: 'https://data.giss.nasa.gov/gistemp/',
      ...usGovernment,
      credit: 'NASA Goddard Institute for Space Studies, GISTEMP; vega-datasets 3.2',
    },
    limitationsVi:
      'Chỉ có trung bình năm toàn cầu, không chia vùng và không kèm khoảng tin cậy. Nguồn thường hiệu chỉnh lại cả chuỗi nên ' +
      'số liệu ở đây có thể khác bản mới. Độ phủ trạm đo thưa hơn ở thế kỷ XIX.',
    limitationsEn:
      'Global yearly means only, without regions and without confidence intervals. The source revises the whole series from ' +
      'time to time, so newer releases may differ. Stations were sparser in the nineteenth century.',
    quality: {
      vi: '144 dòng liên tục, không có giá trị rỗng; từ −0,48 đến 1,17 °C.',
      en: '144 consecutive rows, no nulls; from −0.48 to 1.17 °C.',
    },
    files: [{ path: 'global-temp.csv', descriptionVi: 'Mỗi dòng một năm', descriptionEn: 'One year per row' }],
    dictionary: {
      year: { vi: 'Năm', en: 'Year' },
      temp: { vi: 'Độ lệch nhiệt độ so với thời kỳ gốc', en: 'Deviation from the base period', unit: '°C' },
    },
    offer: openOffer,
  },
  {
    key: 'gapminder',
    provider: 'university',
    titleVi: 'Dân số, tuổi thọ, mức sinh và thu nhập các nước (Gapminder)',
    titleEn: 'Population, life expectancy, fertility and income of countries (Gapminder)',
    descriptionVi:
      'Hai tệp của Quỹ Gapminder. Tệp JSON gồm 62 nước và vùng lãnh thổ, năm năm một lần từ 1955 đến 2005, với dân số, tuổi ' +
      'thọ trung bình, số con bình quân mỗi phụ nữ và nhóm khu vực. Tệp CSV gồm 187 nước tại một thời điểm, với thu nhập bình ' +
      'quân đầu người theo sức mua tương đương, tuổi thọ và dân số. Thường dùng để dạy thống kê, dựng biểu đồ bong bóng và so ' +
      'sánh phát triển giữa các nước.',
    descriptionEn:
      'Two files of the Gapminder Foundation. The JSON file has 62 countries and territories every five years from 1955 to ' +
      '2005: population, life expectancy, children per woman and regional group. The CSV file has 187 countries at one time: ' +
      'income per person at purchasing power parity, life expectancy and population. Much used to teach statistics and to ' +
      'compare development.',
    sector: 'society',
    keywords: ['dân số', 'tuổi thọ', 'mức sinh', 'thu nhập', 'phát triển'],
    coverage: {
      period: { from: '1955-01-01', to: '2005-12-31' },
      geography: { vi: 'Thế giới, theo nước', en: 'World, by country' },
    },
    updateFrequency: 'irregular',
    provenance: {
      basis: 'public_source',
      statementVi: `Dữ liệu mở của Quỹ Gapminder, công bố theo CC BY 4.0. ${publicVi} Giữ nguyên giấy phép gốc; chỉ cần ghi nguồn.`,
      statementEn: `Open data of the Gapminder Foundation under CC BY 4.0. ${publicEn} The original licence continues; credit the source.`,
      sourceName: 'Gapminder Foundation',
      sourceUrl: 'https://www.gapminder.org',
      ...gapminderLicence,
      credit: 'Free data from Gapminder.org, CC BY 4.0; vega-datasets 3.2',
    },
    limitationsVi:
      'Gapminder điền chỗ thiếu bằng ước lượng và dùng biên giới hiện nay cho quá khứ; phù hợp nhìn bức tranh lớn hơn là phân ' +
      'tích số chi tiết. Tệp JSON không có Việt Nam và không rõ tiêu chí chọn nước. Tệp CSV không ghi năm tham chiếu.',
    limitationsEn:
      'Gapminder fills gaps with estimates and uses present borders for the past; it shows the big picture rather than exact ' +
      'figures. The JSON file lacks Viet Nam, and how its countries were chosen is not known. The CSV file names no ' +
      'reference year.',
    quality: {
      vi: 'JSON 682 dòng, 62 nước × 11 mốc; CSV 187 dòng.',
      en: 'JSON 682 rows, 62 countries × 11 years; CSV 187 rows.',
    },
    files: [
      {
        path: 'gapminder.json',
        descriptionVi: 'Mỗi bản ghi một nước trong một năm, 1955–2005',
        descriptionEn: 'One country in one year per record, 1955–2005',
      },
      {
        path: 'gapminder-health-income.csv',
        descriptionVi: 'Mỗi dòng một nước: thu nhập, tuổi thọ, dân số',
        descriptionEn: 'One country per row: income, life expectancy, population',
      },
    ],
    dictionary: {
      year: { vi: 'Năm', en: 'Year' },
      country: { vi: 'Tên nước bằng tiếng Anh', en: 'Country name in English' },
      cluster: { vi: 'Nhóm khu vực, từ 0 đến 5', en: 'Regional group, 0 to 5' },
      pop: { vi: 'Dân số', en: 'Population', unit: 'người' },
      life_expect: { vi: 'Tuổi thọ trung bình', en: 'Life expectancy', unit: 'năm' },
      fertility: { vi: 'Số con bình quân mỗi phụ nữ', en: 'Children per woman', unit: 'con' },
      income: {
        vi: 'Thu nhập bình quân đầu người theo sức mua tương đương',
        en: 'Income per person at purchasing power parity',
        unit: 'đô la quốc tế',
      },
      health: { vi: 'Tuổi thọ trung bình', en: 'Life expectancy', unit: 'năm' },
      population: { vi: 'Dân số', en: 'Population', unit: 'người' },
      region: { vi: 'Khu vực', en: 'Region' },
    },
    offer: openOffer,
  },
  {
    key: 'palmer-penguins',
    provider: 'university',
    titleVi: 'Số đo hình thái chim cánh cụt quần đảo Palmer',
    titleEn: 'Body measurements of the Palmer Archipelago penguins',
    descriptionVi:
      'Số đo của 344 chim cánh cụt thuộc ba loài Adelie, Chinstrap và Gentoo trên ba đảo của quần đảo Palmer, Nam Cực. Mỗi bản ' +
      'ghi gồm loài, đảo, dài mỏ, sâu mỏ, dài cánh, khối lượng và giới tính. Bộ dữ liệu thuộc chương trình nghiên cứu sinh ' +
      'thái dài hạn của Trạm Palmer, phát hành theo CC0, được dùng rộng rãi để dạy thống kê, phân loại và trực quan hóa thay ' +
      'cho bộ hoa diên vĩ.',
    descriptionEn:
      'Measurements of 344 penguins of the species Adelie, Chinstrap and Gentoo on three islands of the Palmer Archipelago, ' +
      'Antarctica. Each record has species, island, beak length and depth, flipper length, body mass and sex. Part of the ' +
      'long-term ecological research of Palmer Station, released under CC0 and widely used to teach statistics.',
    sector: 'science',
    keywords: ['chim cánh cụt', 'sinh học', 'Nam Cực', 'giảng dạy', 'phân loại'],
    coverage: {
      period: null,
      geography: { vi: 'Quần đảo Palmer, Nam Cực', en: 'Palmer Archipelago, Antarctica' },
    },
    updateFrequency: 'once',
    provenance: {
      basis: 'public_source',
      statementVi: `Số liệu của Trạm Palmer (LTER Nam Cực), phát hành theo CC0 1.0. ${publicVi} Không thu phí.`,
      statementEn: `Data of Palmer Station (Antarctica LTER), released under CC0 1.0. ${publicEn} Free of charge.`,
      sourceName: 'Palmer Station Antarctica LTER',
      sourceUrl: 'https://pal.lternet.edu/',
      licenceName: 'CC0 1.0 Universal',
      licenceUrl: 'https://github.com/allisonhorst/palmerpenguins?tab=CC0-1.0-1-ov-file#readme',
      credit: 'Palmer Station, Antarctica LTER; palmerpenguins, CC0 1.0; vega-datasets 3.2',
    },
    limitationsVi:
      'Mẫu nhỏ, không đều giữa các loài (152, 124 và 68). Tệp không ghi ngày đo. Hai con thiếu mọi số đo, mười con thiếu giới ' +
      'tính và một con có giới tính ghi là dấu chấm.',
    limitationsEn:
      'A small sample, uneven between species (152, 124 and 68). The file has no dates. Two birds lack all measurements, ten ' +
      'lack the sex, and the sex of one is a full stop.',
    quality: {
      vi: '344 bản ghi, 7 trường; khối lượng trống ở 2 bản ghi, giới tính ở 10.',
      en: '344 records, 7 fields; body mass is null in 2, sex in 10.',
    },
    files: [{ path: 'penguins.json', descriptionVi: 'Mỗi bản ghi một con', descriptionEn: 'One bird per record' }],
    dictionary: {
      Species: { vi: 'Loài', en: 'Species' },
      Island: { vi: 'Đảo nơi quan sát', en: 'Island of observation' },
      'Beak Length (mm)': { vi: 'Chiều dài mỏ', en: 'Beak length', unit: 'mm' },
      'Beak Depth (mm)': { vi: 'Chiều sâu mỏ', en: 'Beak depth', unit: 'mm' },
      'Flipper Length (mm)': { vi: 'Chiều dài cánh', en: 'Flipper length', unit: 'mm' },
      'Body Mass (g)': { vi: 'Khối lượng cơ thể', en: 'Body mass', unit: 'g' },
      Sex: { vi: 'Giới tính: MALE, FEMALE', en: 'Sex: MALE, FEMALE' },
    },
    offer: openOffer,
  },
  {
    key: 'species-habitat',
    provider: 'agriculture-company',
    titleVi: 'Tỷ lệ sinh cảnh quanh năm của bốn loài theo quận ở Hoa Kỳ',
    titleEn: 'Share of year-round habitat of four species by U.S. county',
    descriptionVi:
      'Tỷ lệ diện tích mỗi quận thuộc Hoa Kỳ lục địa là sinh cảnh quanh năm của bốn loài: chim hoét Mỹ, hươu đuôi trắng, ếch ' +
      'bò Mỹ và rắn garter. Số liệu tính bằng thống kê vùng từ bản đồ sinh cảnh 30 mét của Cục Khảo sát Địa chất Hoa Kỳ và ranh giới ' +
      'quận của Cục Điều tra Dân số, gồm 3.090 quận cho mỗi loài. Dùng trong sinh thái cảnh quan, quy hoạch nông nghiệp và so ' +
      'sánh phương pháp ước lượng độ phủ.',
    descriptionEn:
      'The share of each county of the contiguous United States that is year-round habitat of four species: American robin, ' +
      'white-tailed deer, American bullfrog and common gartersnake. Computed by zonal statistics from the 30-metre habitat ' +
      'maps of the U.S. Geological Survey and Census county boundaries; 3,090 counties for each species. For landscape ' +
      'ecology, agricultural planning and comparison of methods.',
    sector: 'agriculture',
    keywords: ['sinh cảnh', 'đa dạng sinh học', 'sinh thái', 'quy hoạch'],
    coverage: {
      period: null,
      geography: { vi: 'Hoa Kỳ lục địa, theo quận', en: 'Contiguous United States, by county' },
    },
    updateFrequency: 'once',
    provenance: {
      basis: 'derived',
      statementVi:
        'Dẫn xuất từ bản đồ sinh cảnh của dự án GAP (USGS) và ranh giới của Cục Điều tra Dân số, đều là dữ liệu của chính phủ ' +
        `liên bang Hoa Kỳ. ${publicVi} ${editionVi}`,
      statementEn:
        'Derived from the habitat maps of the USGS Gap Analysis Project and Census boundaries, both U.S. federal government ' +
        `data. ${publicEn} ${editionEn}`,
      sourceName: 'USGS Gap Analysis Project (GAP) Species Habitat Maps',
      sourceUrl: 'https://www.usgs.gov/programs/gap-analysis-project',
      ...usGovernment,
      credit: 'USGS Gap Analysis Project; U.S. Census Bureau; vega-datasets 3.2',
    },
    limitationsVi:
      'Là sinh cảnh theo mô hình, không phải quan sát loài. Chỉ tính sinh cảnh quanh năm, bỏ sinh cảnh mùa hè và mùa đông; không ' +
      'có Alaska và Hawaii. Ranh giới quận tỷ lệ 1:10.000.000 nên sai số lớn ở quận nhỏ, ven biển.',
    limitationsEn:
      'Modelled habitat, not sightings. Year-round habitat only, without summer and winter habitat; no Alaska or Hawaii. ' +
      'County boundaries are at 1:10,000,000, so errors are larger in small and coastal counties.',
    quality: {
      vi: '12.360 dòng, 4 loài × 3.090 quận; tỷ lệ từ 0 đến 0,9996.',
      en: '12,360 rows, 4 species × 3,090 counties; shares from 0 to 0.9996.',
    },
    files: [
      {
        path: 'species.csv',
        descriptionVi: 'Mỗi dòng một loài tại một quận',
        descriptionEn: 'One species in one county per row',
      },
    ],
    dictionary: {
      item_id: { vi: 'Mã mục dữ liệu loài trên ScienceBase', en: 'ScienceBase item of the species' },
      common_name: { vi: 'Tên thường gọi tiếng Anh', en: 'Common name' },
      scientific_name: { vi: 'Tên khoa học', en: 'Scientific name' },
      gap_species_code: { vi: 'Mã loài của dự án GAP', en: 'GAP species code' },
      county_id: { vi: 'Mã FIPS của quận', en: 'FIPS code of the county' },
      habitat_yearround_pct: {
        vi: 'Tỷ lệ diện tích quận là sinh cảnh quanh năm, từ 0 đến 1',
        en: 'Share of the county that is year-round habitat, 0 to 1',
      },
    },
    offer: { template: 'research-only', priceVnd: 1_500_000, months: 12, autoApprovePurposes: ['education'] },
  },
  {
    key: 'us-employment',
    provider: 'analysis-company',
    titleVi: 'Việc làm hằng tháng theo ngành tại Hoa Kỳ, 2006–2015',
    titleEn: 'Monthly employment by industry in the United States, 2006–2015',
    descriptionVi:
      'Tổng số việc làm hằng tháng của 22 nhóm ngành tại Hoa Kỳ từ tháng 1 năm 2006 đến tháng 12 năm 2015, đã điều chỉnh mùa ' +
      'vụ, đơn vị nghìn người, theo khảo sát việc làm của Cục Thống kê Lao động. Bảng kèm mức thay đổi so với tháng trước của ' +
      'việc làm phi nông nghiệp. Chuỗi bao trùm cuộc suy thoái 2008–2009 và quá trình phục hồi, hữu ích cho phân tích chu kỳ, ' +
      'dự báo nhu cầu và sản phẩm thông tin kinh tế.',
    descriptionEn:
      'Monthly employment of 22 groups of industries in the United States from January 2006 to December 2015, seasonally ' +
      'adjusted, in thousands, from the employment survey of the Bureau of Labor Statistics, with the monthly change of ' +
      'nonfarm employment. The series spans the recession of 2008–2009 and the recovery, and serves cycle analysis, demand ' +
      'forecasts and economic information products.',
    sector: 'finance',
    keywords: ['việc làm', 'lao động', 'ngành kinh tế', 'chu kỳ kinh tế'],
    coverage: {
      period: { from: '2006-01-01', to: '2015-12-31' },
      geography: { vi: 'Hoa Kỳ', en: 'United States' },
    },
    updateFrequency: 'once',
    provenance: {
      basis: 'public_source',
      statementVi: `Khảo sát việc làm CES của Cục Thống kê Lao động, dữ liệu của chính phủ liên bang Hoa Kỳ. ${publicVi} ${editionVi}`,
      statementEn: `Current Employment Statistics of the Bureau of Labor Statistics, U.S. federal government data. ${publicEn} ${editionEn}`,
      sourceName: 'U.S. Bureau of Labor Statistics Current Employment Statistics',
      sourceUrl: 'https://www.bls.gov/ces/',
      ...usGovernment,
      credit:
        'U.S. Bureau of Labor Statistics, retrieved 11 November 2018. BLS.gov cannot vouch for the data or analyses derived ' +
        'from these data after the data have been retrieved from BLS.gov; vega-datasets 3.2',
    },
    limitationsVi:
      'Tải về ngày 11/11/2018; nguồn điều chỉnh lại số liệu hằng năm nên có thể khác bản mới. Chỉ tính việc làm hưởng lương phi ' +
      'nông nghiệp, không gồm tự làm chủ. Một tên cột viết sai chính tả từ nguồn (trade_transportation_utilties), được giữ ' +
      'nguyên.',
    limitationsEn:
      'Retrieved on 11 November 2018; the source revises its figures yearly, so newer ones may differ. Payroll jobs outside ' +
      'farming only, without the self-employed. One column name is misspelt at the source (trade_transportation_utilties) ' +
      'and kept.',
    quality: {
      vi: '120 dòng, đủ 120 tháng; 24 cột.',
      en: '120 rows for all 120 months; 24 columns.',
    },
    files: [{ path: 'us-employment.csv', descriptionVi: 'Mỗi dòng một tháng', descriptionEn: 'One month per row' }],
    dictionary: {
      month: { vi: 'Tháng, ghi bằng ngày đầu tháng', en: 'Month, as its first day' },
      nonfarm: { vi: 'Tổng việc làm phi nông nghiệp', en: 'Total nonfarm', unit: 'nghìn người' },
      private: { vi: 'Khu vực tư nhân', en: 'Total private', unit: 'nghìn người' },
      goods_producing: { vi: 'Sản xuất hàng hóa', en: 'Goods-producing', unit: 'nghìn người' },
      service_providing: { vi: 'Cung cấp dịch vụ', en: 'Service-providing', unit: 'nghìn người' },
      private_service_providing: {
        vi: 'Cung cấp dịch vụ, khu vực tư nhân',
        en: 'Private service-providing',
        unit: 'nghìn người',
      },
      mining_and_logging: { vi: 'Khai khoáng và khai thác gỗ', en: 'Mining and logging', unit: 'nghìn người' },
      construction: { vi: 'Xây dựng', en: 'Construction', unit: 'nghìn người' },
      manufacturing: { vi: 'Công nghiệp chế tạo', en: 'Manufacturing', unit: 'nghìn người' },
      durable_goods: { vi: 'Chế tạo hàng lâu bền', en: 'Durable goods', unit: 'nghìn người' },
      nondurable_goods: { vi: 'Chế tạo hàng không lâu bền', en: 'Nondurable goods', unit: 'nghìn người' },
      trade_transportation_utilties: {
        vi: 'Thương mại, vận tải và tiện ích công cộng',
        en: 'Trade, transportation and utilities',
        unit: 'nghìn người',
      },
      wholesale_trade: { vi: 'Bán buôn', en: 'Wholesale trade', unit: 'nghìn người' },
      retail_trade: { vi: 'Bán lẻ', en: 'Retail trade', unit: 'nghìn người' },
      transportation_and_warehousing: {
        vi: 'Vận tải và kho bãi',
        en: 'Transportation and warehousing',
        unit: 'nghìn người',
      },
      utilities: { vi: 'Tiện ích công cộng', en: 'Utilities', unit: 'nghìn người' },
      information: { vi: 'Thông tin', en: 'Information', unit: 'nghìn người' },
      financial_activities: { vi: 'Hoạt động tài chính', en: 'Financial activities', unit: 'nghìn người' },
      professional_and_business_services: {
        vi: 'Dịch vụ chuyên môn và kinh doanh',
        en: 'Professional and business services',
        unit: 'nghìn người',
      },
      education_and_health_services: {
        vi: 'Giáo dục và y tế',
        en: 'Education and health services',
        unit: 'nghìn người',
      },
      leisure_and_hospitality: { vi: 'Giải trí, lưu trú, ăn uống', en: 'Leisure and hospitality', unit: 'nghìn người' },
      other_services: { vi: 'Dịch vụ khác', en: 'Other services', unit: 'nghìn người' },
      government: { vi: 'Khu vực nhà nước', en: 'Government', unit: 'nghìn người' },
      nonfarm_change: {
        vi: 'Thay đổi việc làm phi nông nghiệp so với tháng trước',
        en: 'Change of nonfarm employment from the month before',
        unit: 'nghìn người',
      },
    },
    offer: {
      template: 'commercial-redistribution',
      priceVnd: 3_500_000,
      months: 24,
      autoApprovePurposes: ['research', 'education', 'journalism'],
    },
  },
  {
    key: 'us-unemployment',
    provider: 'analysis-company',
    titleVi: 'Thất nghiệp theo ngành tại Hoa Kỳ, 2000–2010',
    titleEn: 'Unemployment by industry in the United States, 2000–2010',
    descriptionVi:
      'Số người thất nghiệp và tỷ lệ thất nghiệp hằng tháng của 14 nhóm ngành tại Hoa Kỳ từ tháng 1 năm 2000 đến tháng 2 năm ' +
      '2010, theo Điều tra Dân số hiện hành do Cục Thống kê Lao động công bố. Nhóm ngành gồm 11 ngành tư nhân, nông nghiệp, khu ' +
      'vực nhà nước và tự làm chủ. Chuỗi cho thấy hai đợt suy thoái và mùa vụ rõ ở xây dựng, nông nghiệp; phù hợp phân tích ' +
      'rủi ro ngành và kiểm định mô hình.',
    descriptionEn:
      'The number of unemployed and the unemployment rate by month for 14 groups of industries in the United States, January ' +
      '2000 to February 2010, from the Current Population Survey published by the Bureau of Labor Statistics: 11 private ' +
      'industries, agriculture, government and the self-employed. Two recessions and clear seasons; for sector risk analysis ' +
      'and model validation.',
    sector: 'finance',
    keywords: ['thất nghiệp', 'lao động', 'ngành kinh tế', 'rủi ro'],
    coverage: {
      period: { from: '2000-01-01', to: '2010-02-28' },
      geography: { vi: 'Hoa Kỳ', en: 'United States' },
    },
    updateFrequency: 'once',
    provenance: {
      basis: 'public_source',
      statementVi: `Điều tra Dân số hiện hành (bảng A-31), dữ liệu của chính phủ liên bang Hoa Kỳ, chỉ có số tổng hợp. ${publicVi} ${editionVi}`,
      statementEn: `Current Population Survey (table A-31), U.S. federal government data, aggregates only. ${publicEn} ${editionEn}`,
      sourceName: 'U.S. Census Bureau Current Population Survey',
      sourceUrl: 'https://www.census.gov/programs-surveys/cps.html',
      ...usGovernment,
      credit:
        'U.S. Bureau of Labor Statistics, Current Population Survey. BLS.gov cannot vouch for the data or analyses derived ' +
        'from these data after the data have been retrieved from BLS.gov; vega-datasets 3.2',
    },
    limitationsVi:
      'Ước lượng từ khảo sát mẫu, chưa điều chỉnh mùa vụ và không kèm sai số. Cột date ghi nửa đêm giờ Thái Bình Dương đổi ra ' +
      'UTC nên lệch 7 hoặc 8 giờ. Dừng ở tháng 2 năm 2010.',
    limitationsEn:
      'Estimates from a sample survey, not seasonally adjusted and without errors. The date column is midnight in Pacific time ' +
      'as UTC, so it is 7 or 8 hours off. Ends in February 2010.',
    quality: {
      vi: '1.708 bản ghi, 14 nhóm × 122 tháng; tỷ lệ từ 0,3% đến 27,1%.',
      en: '1,708 records, 14 groups × 122 months; rates from 0.3% to 27.1%.',
    },
    files: [
      {
        path: 'unemployment-across-industries.json',
        descriptionVi: 'Mỗi bản ghi một nhóm ngành trong một tháng',
        descriptionEn: 'One group of industries in one month per record',
      },
    ],
    dictionary: {
      series: { vi: 'Nhóm ngành', en: 'Group of industries' },
      year: { vi: 'Năm', en: 'Year' },
      month: { vi: 'Tháng, từ 1 đến 12', en: 'Month, 1 to 12' },
      count: { vi: 'Số người thất nghiệp', en: 'Unemployed persons', unit: 'nghìn người' },
      rate: { vi: 'Tỷ lệ thất nghiệp', en: 'Unemployment rate', unit: '%' },
      date: { vi: 'Thời điểm đầu tháng, ISO 8601', en: 'Start of the month, ISO 8601' },
    },
    offer: {
      template: 'commercial-internal',
      priceVnd: 1_800_000,
      months: 12,
      autoApprovePurposes: ['research', 'education'],
    },
  },
  {
    key: 'iowa-electricity',
    provider: 'environment-department',
    titleVi: 'Sản lượng điện bang Iowa theo nguồn, 2001–2017',
    titleEn: 'Electricity generation of Iowa by source, 2001–2017',
    descriptionVi:
      'Sản lượng điện ròng hằng năm của bang Iowa (Hoa Kỳ) theo ba nhóm nguồn: nhiên liệu hóa thạch, hạt nhân và tái tạo, từ ' +
      '2001 đến 2017, đơn vị nghìn megawatt giờ. Điện tái tạo, chủ yếu là gió, tăng từ khoảng 1.400 lên gần 22.000 đơn vị. Bảng ' +
      'nhỏ, rõ ràng, thường dùng minh họa chuyển dịch năng lượng ở cấp địa phương, làm tư liệu đối chiếu cho quy hoạch và giảng ' +
      'dạy biểu đồ miền chồng.',
    descriptionEn:
      'Yearly net generation of electricity in the state of Iowa (United States) by three groups of sources: fossil fuels, ' +
      'nuclear and renewables, 2001 to 2017, in thousand megawatt hours. Renewables, mostly wind, grew from about 1,400 to ' +
      'almost 22,000. A small clear table that shows a local energy transition; for comparison in planning and for teaching.',
    sector: 'energy',
    keywords: ['điện', 'năng lượng tái tạo', 'điện gió', 'chuyển dịch năng lượng'],
    coverage: {
      period: { from: '2001-01-01', to: '2017-12-31' },
      geography: { vi: 'Bang Iowa, Hoa Kỳ', en: 'Iowa, United States' },
    },
    updateFrequency: 'once',
    provenance: {
      basis: 'public_source',
      statementVi: `Số liệu của Cơ quan Thông tin Năng lượng Hoa Kỳ, dữ liệu của chính phủ liên bang. ${publicVi} Không thu phí.`,
      statementEn: `Figures of the U.S. Energy Information Administration, federal government data. ${publicEn} Free of charge.`,
      sourceName: 'U.S. Energy Information Administration',
      sourceUrl:
        'https://www.eia.gov/beta/electricity/data/browser/#/topic/0?agg=2,0,1&fuel=vvg&geo=00000g&sec=g&linechart=ELEC.GEN.OTH-IA-99.A~ELEC.GEN.COW-IA-99.A~ELEC.GEN.PEL-IA-99.A~ELEC.GEN.PC-IA-99.A~ELEC.GEN.NG-IA-99.A~~ELEC.GEN.NUC-IA-99.A~ELEC.GEN.HYC-IA-99.A~ELEC.GEN.AOR-IA-99.A~ELEC.GEN.HPS-IA-99.A~&columnchart=ELEC.GEN.ALL-IA-99.A&map=ELEC.GEN.ALL-IA-99.A&freq=A&start=2001&end=2017&ctype=linechart&ltype=pin&tab=overview&maptype=0&rse=0&pin=',
      ...usGovernment,
      credit: 'U.S. Energy Information Administration, retrieved 6 May 2018; vega-datasets 3.2',
    },
    limitationsVi:
      'Một bang, số năm, ba nhóm nguồn; không tách riêng gió và thủy điện. Tải về ngày 6/5/2018, số năm 2017 khi đó có thể còn sơ ' +
      'bộ. Cột year ghi ngày 1 tháng 1 của năm.',
    limitationsEn:
      'One state, yearly figures, three groups of sources; wind and hydro are not separate. Retrieved on 6 May 2018, when 2017 ' +
      'may still have been preliminary. The year column holds 1 January of the year.',
    quality: {
      vi: '51 dòng, 3 nhóm × 17 năm, không có giá trị rỗng.',
      en: '51 rows, 3 groups × 17 years, no nulls.',
    },
    files: [
      {
        path: 'iowa-electricity.csv',
        descriptionVi: 'Mỗi dòng một nhóm nguồn trong một năm',
        descriptionEn: 'One group of sources in one year per row',
      },
    ],
    dictionary: {
      year: { vi: 'Năm, ghi bằng ngày 1 tháng 1', en: 'Year, as 1 January' },
      source: { vi: 'Nhóm nguồn điện', en: 'Group of sources' },
      net_generation: { vi: 'Sản lượng điện ròng', en: 'Net generation', unit: 'nghìn MWh' },
    },
    offer: openOffer,
  },
  {
    key: 'us-zipcodes',
    provider: 'map-company',
    titleVi: 'Mã bưu chính Hoa Kỳ có tọa độ và đơn vị hành chính',
    titleEn: 'U.S. postal codes with coordinates and administrative units',
    descriptionVi:
      'Hơn bốn mươi hai nghìn mã bưu chính của Hoa Kỳ và vùng lãnh thổ, mỗi mã kèm vĩ độ, kinh độ, thành phố, bang và quận, lấy ' +
      'từ cơ sở dữ liệu địa lý GeoNames. Dùng để chuyển địa chỉ thành tọa độ gần đúng, tổng hợp số liệu theo vùng, hoặc minh ' +
      'họa kỹ thuật tìm kiếm và hiển thị hàng chục nghìn điểm trên bản đồ. Phát hành theo CC BY 4.0, miễn phí cho mọi mục đích ' +
      'khi ghi nguồn.',
    descriptionEn:
      'More than forty-two thousand postal codes of the United States and its territories, each with latitude, longitude, ' +
      'city, state and county, from the GeoNames geographical database. For approximate geocoding, aggregation by area, and ' +
      'demonstrations with tens of thousands of points. Under CC BY 4.0: free for any purpose with credit.',
    sector: 'urban',
    keywords: ['mã bưu chính', 'tọa độ', 'địa chỉ', 'GeoNames'],
    coverage: {
      period: null,
      geography: { vi: 'Hoa Kỳ và vùng lãnh thổ', en: 'United States and territories' },
    },
    updateFrequency: 'once',
    provenance: {
      basis: 'public_source',
      statementVi: `Trích từ GeoNames, công bố theo CC BY 4.0. ${publicVi} Giữ nguyên giấy phép gốc; chỉ cần ghi nguồn.`,
      statementEn: `Taken from GeoNames under CC BY 4.0. ${publicEn} The original licence continues; credit the source.`,
      sourceName: 'GeoNames Postal Codes',
      sourceUrl: 'https://download.geonames.org/export/zip/',
      licenceName: 'Creative Commons Attribution 4.0 International',
      licenceUrl: 'https://creativecommons.org/licenses/by/4.0/',
      credit: 'GeoNames, CC BY 4.0; vega-datasets 3.2',
    },
    limitationsVi:
      'Bản chụp cũ, đưa vào gói nguồn năm 2017; mã, quận và tọa độ đã thay đổi từ đó. Tọa độ là điểm đại diện của vùng bưu ' +
      'chính, không phải địa chỉ. Mã có số 0 ở đầu, cần đọc dưới dạng văn bản.',
    limitationsEn:
      'An old snapshot, added to the package in 2017; codes, counties and coordinates have changed since. A coordinate stands ' +
      'for a postal area, not an address. Codes may start with 0 and must be read as text.',
    quality: {
      vi: '42.049 dòng, mỗi mã một dòng; 59 bang và vùng lãnh thổ.',
      en: '42,049 rows, one for each code; 59 states and territories.',
    },
    files: [
      { path: 'zipcodes.csv', descriptionVi: 'Mỗi dòng một mã bưu chính', descriptionEn: 'One postal code per row' },
    ],
    dictionary: {
      zip_code: { vi: 'Mã bưu chính năm chữ số', en: 'Five-digit postal code' },
      latitude: { vi: 'Vĩ độ WGS84', en: 'Latitude, WGS84', unit: 'độ' },
      longitude: { vi: 'Kinh độ WGS84; số âm là phía tây', en: 'Longitude, WGS84; negative is west', unit: 'độ' },
      city: { vi: 'Thành phố hoặc bưu cục', en: 'City or post office' },
      state: { vi: 'Mã bang hoặc vùng lãnh thổ', en: 'State or territory code' },
      county: { vi: 'Quận', en: 'County' },
    },
    offer: openOffer,
  },
];
