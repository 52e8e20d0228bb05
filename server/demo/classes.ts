import type { DatasetPage } from '../../contracts/catalogue.js';
import type { Bilingual } from '../../contracts/common.js';

/** What a provider says of one demo dataset beside its text: kind, classes, and quality part by part. */
export type DemoClass = Pick<DatasetPage, 'activity' | 'sharingClass'> & {
  granularity: Bilingual;
  accuracy: Bilingual;
  completeness: Bilingual;
  currency: Bilingual;
  consistency: Bilingual;
  /** A value-added product says how it was made. */
  valueAdded?: { method: Bilingual; inputs: Bilingual; updateFrequency: Bilingual };
};

/** By key of the dataset. Counted in the files of vega-datasets 3.2 with DuckDB, on the day below. */
export const measuredOn = '2026-11-20';
export const measuredHow: Bilingual = {
  vi: 'Đếm bằng SQL trên mọi dòng của tệp',
  en: 'Counted in SQL over every row of the files',
};

const ended = (vi: string, en: string): Bilingual => ({
  vi: `Chuỗi đã kết thúc: ${vi}. Không cập nhật nữa.`,
  en: `A closed series: ${en}. It is not updated any more.`,
});

export const demoClasses: Readonly<Record<string, DemoClass>> = {
  'us-flights-2001': {
    ...{ activity: 'exchange', sharingClass: 'not_state' },
    granularity: { vi: 'Một chuyến bay', en: 'One flight' },
    accuracy: {
      vi: 'Giờ do hãng bay tự báo cáo theo luật; 142 dòng ghi đến sớm hơn 60 phút là khó tin và được giữ nguyên.',
      en: 'Times as airlines report them by regulation; 142 rows more than 60 minutes early are implausible and kept.',
    },
    completeness: {
      vi: '3.000.000 dòng, 5 cột, không ô trống; đã bỏ chuyến hủy nên không phải mọi chuyến trong kỳ.',
      en: '3,000,000 rows, 5 columns, no nulls; cancelled flights were dropped, so not every flight of the period.',
    },
    currency: ended('01/01/2001 – 01/07/2001', '1 January to 1 July 2001'),
    consistency: {
      vi: 'Một tệp, một đơn vị cho mỗi cột; giờ địa phương không kèm múi giờ.',
      en: 'One file and one unit for each column; local times without a zone.',
    },
  },
  'us-air-routes-2008': {
    ...{ activity: 'exchange', sharingClass: 'not_state' },
    granularity: { vi: 'Một cặp sân bay trong năm', en: 'One pair of airports in the year' },
    accuracy: {
      vi: 'Số chuyến cộng từ báo cáo của hãng bay; không kiểm tra lại với nguồn khác.',
      en: 'Flights summed from the airlines’ reports; not checked against another source.',
    },
    completeness: {
      vi: '5.366 dòng, 303 sân bay đi, không ô trống.',
      en: '5,366 rows, 303 origins, no nulls.',
    },
    currency: ended('năm 2008', 'the year 2008'),
    consistency: {
      vi: 'Mọi mã sân bay đi đều có trong danh mục sân bay kèm theo.',
      en: 'Every origin is found in the airport list that goes with it.',
    },
  },
  'us-airports': {
    ...{ activity: 'exchange', sharingClass: 'not_state' },
    granularity: { vi: 'Một sân bay', en: 'One airport' },
    accuracy: {
      vi: 'Tọa độ theo nguồn, chưa đo lại; không dùng để dẫn đường.',
      en: 'Coordinates as in the source, not measured again; not for navigation.',
    },
    completeness: {
      vi: '3.376 dòng, tọa độ đầy đủ; 3.372 dòng có quốc gia là USA.',
      en: '3,376 rows with complete coordinates; 3,372 have the country USA.',
    },
    currency: {
      vi: 'Ảnh chụp không ghi ngày; sân bay mở, đóng sau đó không có.',
      en: 'An undated snapshot; airports opened or closed since are not in it.',
    },
    consistency: { vi: 'Mã IATA không trùng.', en: 'No IATA code twice.' },
  },
  'wildlife-strikes': {
    ...{ activity: 'exchange', sharingClass: 'not_state' },
    granularity: { vi: 'Một vụ va chạm được báo cáo', en: 'One reported strike' },
    accuracy: {
      vi: 'Theo người báo cáo; khoảng 80 % vụ không rõ loài.',
      en: 'As reported; in about 80 % of the strikes the species is unknown.',
    },
    completeness: {
      vi: '10.000 dòng, 14 cột; tốc độ trống ở 2.836 dòng (28 %). Báo cáo tự nguyện nên không đủ mọi vụ.',
      en: '10,000 rows, 14 columns; speed is missing in 2,836 (28 %). Reporting is voluntary, so not every strike is there.',
    },
    currency: ended('08/01/1990 – 25/07/2002', '8 January 1990 to 25 July 2002'),
    consistency: {
      vi: '15 dòng mang mã thiệt hại không có trong tài liệu (B, C).',
      en: '15 rows carry undocumented damage codes (B, C).',
    },
  },
  'daily-weather': {
    ...{ activity: 'process', sharingClass: 'not_state' },
    granularity: {
      vi: 'Một thành phố trong một ngày; chuẩn khí hậu: một giờ',
      en: 'One city on one day; normals: one hour',
    },
    accuracy: {
      vi: 'Theo máy đo của trạm; loại thời tiết là nhãn suy ra từ nhiều trường.',
      en: 'As the station’s instruments read; the type of weather is a label derived from several fields.',
    },
    completeness: {
      vi: '2.922 dòng, đủ 1.461 ngày cho mỗi thành phố; chuẩn theo giờ 8.759 dòng, thiếu giờ đầu năm.',
      en: '2,922 rows, all 1,461 days of each city; 8,759 hourly normals, without the first hour of the year.',
    },
    currency: ended('2012–2015; chuẩn khí hậu 1981–2010', '2012–2015; normals of 1981–2010'),
    consistency: {
      vi: 'Tài liệu ghi gió bằng km/h nhưng mã nguồn cho thấy m/s; dùng m/s.',
      en: 'The notes give wind in km/h, the script shows m/s; read it as m/s.',
    },
  },
  'co2-mauna-loa': {
    ...{ activity: 'exchange', sharingClass: 'open' },
    granularity: { vi: 'Một tháng', en: 'One month' },
    accuracy: {
      vi: 'Thang nồng độ SIO 2012 của Viện Hải dương học Scripps.',
      en: 'On the SIO 2012 mole-fraction scale of the Scripps Institution of Oceanography.',
    },
    completeness: {
      vi: '741 dòng trên 746 tháng của kỳ; tháng không đo được thì bỏ.',
      en: '741 rows for the 746 months of the period; months without a valid reading are left out.',
    },
    currency: ended('03/1958 – 04/2020', 'March 1958 to April 2020'),
    consistency: {
      vi: 'Từ 313,21 đến 416,18 ppm, không có bước nhảy.',
      en: 'From 313.21 to 416.18 ppm, without jumps.',
    },
  },
  'global-temperature': {
    ...{ activity: 'exchange', sharingClass: 'open' },
    granularity: { vi: 'Một năm', en: 'One year' },
    accuracy: {
      vi: 'Trung bình toàn cầu của NOAA, không kèm khoảng tin cậy; thế kỷ 19 ít trạm hơn.',
      en: 'NOAA’s global mean, without confidence intervals; stations were sparser in the nineteenth century.',
    },
    completeness: { vi: '144 dòng liên tục, không ô trống.', en: '144 consecutive rows, no nulls.' },
    currency: {
      vi: 'Đến năm 2023; nguồn tính lại cả chuỗi theo thời gian.',
      en: 'Up to 2023; the source revises the whole series from time to time.',
    },
    consistency: { vi: 'Cùng kỳ chuẩn cho mọi năm.', en: 'One base period for every year.' },
  },
  gapminder: {
    ...{ activity: 'process', sharingClass: 'not_state' },
    granularity: { vi: 'Một nước tại một mốc năm', en: 'One country in one year' },
    accuracy: {
      vi: 'Gapminder ước lượng chỗ thiếu và dùng biên giới hiện nay cho quá khứ.',
      en: 'Gapminder fills gaps with estimates and uses present borders for the past.',
    },
    completeness: {
      vi: 'JSON 682 dòng, 62 nước × 11 mốc; CSV 187 dòng. JSON không có Việt Nam.',
      en: 'JSON 682 rows, 62 countries × 11 years; CSV 187 rows. The JSON lacks Viet Nam.',
    },
    currency: ended('1955–2005', '1955 to 2005'),
    consistency: { vi: 'Tên nước viết thống nhất trong mỗi tệp.', en: 'Country names are the same within each file.' },
  },
  'palmer-penguins': {
    ...{ activity: 'collect', sharingClass: 'not_state' },
    granularity: { vi: 'Một con chim', en: 'One bird' },
    accuracy: {
      vi: 'Đo bằng thước kẹp tại trạm Palmer; sai số không công bố.',
      en: 'Measured with callipers at Palmer Station; errors are not published.',
    },
    completeness: {
      vi: '344 bản ghi, 7 trường; khối lượng trống ở 2, giới tính ở 10.',
      en: '344 records, 7 fields; body mass is null in 2, sex in 10.',
    },
    currency: ended('2007–2009, tệp không ghi ngày', '2007–2009; the file has no dates'),
    consistency: { vi: 'Một bản ghi ghi giới tính là dấu chấm.', en: 'In one record the sex is a full stop.' },
  },
  'species-habitat': {
    ...{ activity: 'enrich', sharingClass: 'not_state' },
    granularity: { vi: 'Một loài trong một quận', en: 'One species in one county' },
    accuracy: {
      vi: 'Kết quả mô hình, không phải quan sát; sai số lớn hơn ở quận nhỏ và ven biển.',
      en: 'Modelled, not observed; errors are larger in small and coastal counties.',
    },
    completeness: {
      vi: '12.360 dòng, 4 loài × 3.090 quận; không có Alaska và Hawaii.',
      en: '12,360 rows, 4 species × 3,090 counties; no Alaska or Hawaii.',
    },
    currency: {
      vi: 'Theo bản đồ sinh cảnh của nguồn, không ghi ngày.',
      en: 'As the source’s habitat maps stood; they carry no date.',
    },
    consistency: { vi: 'Tỷ lệ từ 0 đến 0,9996.', en: 'Shares from 0 to 0.9996.' },
    valueAdded: {
      method: {
        vi: 'Chồng bản đồ sinh cảnh quanh năm lên ranh giới quận 1:10.000.000, tính tỷ lệ diện tích.',
        en: 'Year-round habitat maps laid over county boundaries at 1:10,000,000; shares of the area computed.',
      },
      inputs: {
        vi: 'Bản đồ sinh cảnh USGS GAP (2001) và ranh giới quận của US Census, đều công khai.',
        en: 'USGS GAP habitat maps (2001) and county boundaries of the US Census, both public.',
      },
      updateFrequency: { vi: 'Một lần', en: 'Once' },
    },
  },
  'us-employment': {
    ...{ activity: 'exchange', sharingClass: 'not_state' },
    granularity: { vi: 'Một tháng', en: 'One month' },
    accuracy: {
      vi: 'Ước lượng từ điều tra bảng lương của BLS; không gồm người tự làm.',
      en: 'Estimates of the payroll survey of BLS; the self-employed are not counted.',
    },
    completeness: { vi: '120 dòng cho đủ 120 tháng; 24 cột.', en: '120 rows for all 120 months; 24 columns.' },
    currency: ended('lấy ngày 11/11/2018, kỳ 2006–2015', 'retrieved on 11 November 2018, for 2006–2015'),
    consistency: {
      vi: 'Tên cột sai chính tả ở nguồn được giữ nguyên.',
      en: 'A column name that is misspelt at the source is kept.',
    },
  },
  'us-unemployment': {
    ...{ activity: 'exchange', sharingClass: 'not_state' },
    granularity: { vi: 'Một ngành trong một tháng', en: 'One industry in one month' },
    accuracy: {
      vi: 'Ước lượng từ điều tra mẫu, không kèm sai số, chưa hiệu chỉnh mùa vụ.',
      en: 'Estimates from a sample survey, without errors, not seasonally adjusted.',
    },
    completeness: { vi: '1.708 bản ghi, 14 nhóm × 122 tháng.', en: '1,708 records, 14 groups × 122 months.' },
    currency: ended('01/2000 – 02/2010', 'January 2000 to February 2010'),
    consistency: {
      vi: 'Cột ngày lệch 7 hoặc 8 giờ do múi giờ.',
      en: 'The date column is 7 or 8 hours off because of the time zone.',
    },
  },
  'iowa-electricity': {
    ...{ activity: 'process', sharingClass: 'open' },
    granularity: { vi: 'Một nhóm nguồn điện trong một năm', en: 'One group of sources in one year' },
    accuracy: {
      vi: 'Số của EIA; năm 2017 có thể còn là sơ bộ.',
      en: 'Figures of the EIA; those of 2017 may still be preliminary.',
    },
    completeness: { vi: '51 dòng, 3 nhóm × 17 năm, không ô trống.', en: '51 rows, 3 groups × 17 years, no nulls.' },
    currency: ended('2001–2017, lấy ngày 06/05/2018', '2001–2017, retrieved on 6 May 2018'),
    consistency: { vi: 'Một đơn vị (nghìn MWh) cho cả kỳ.', en: 'One unit (thousand MWh) for the whole period.' },
  },
  'us-zipcodes': {
    ...{ activity: 'exchange', sharingClass: 'not_state' },
    granularity: { vi: 'Một mã bưu chính', en: 'One postal code' },
    accuracy: {
      vi: 'Tọa độ đại diện cho vùng bưu chính, không phải địa chỉ.',
      en: 'A coordinate stands for a postal area, not for an address.',
    },
    completeness: {
      vi: '42.049 dòng, mỗi mã một dòng; 59 bang và vùng lãnh thổ.',
      en: '42,049 rows, one for each code; 59 states and territories.',
    },
    currency: {
      vi: 'Ảnh chụp cũ, vào gói năm 2017; mã và ranh giới đã thay đổi.',
      en: 'An old snapshot, in the package since 2017; codes and boundaries have changed.',
    },
    consistency: { vi: 'Mã có thể bắt đầu bằng 0, đọc như văn bản.', en: 'Codes may start with 0; read them as text.' },
  },
  heartbeat: {
    ...{ activity: 'collect', sharingClass: 'not_state' },
    granularity: { vi: 'Một lần đọc', en: 'One reading' },
    accuracy: {
      vi: 'Số do chính sàn trả lời; mã gốc đối chiếu được với điểm kiểm đã ký.',
      en: 'Figures as the exchange answers them; the root can be compared with the signed checkpoint.',
    },
    completeness: {
      vi: 'Không ô trống; thiếu các quãng sàn không chạy.',
      en: 'No nulls; no rows while it did not run.',
    },
    currency: {
      vi: 'Mỗi 15 phút một phiên bản, 24 giờ gần nhất.',
      en: 'A revision every 15 minutes, the last 24 hours.',
    },
    consistency: { vi: 'Một tệp, bốn cột không đổi.', en: 'One file of four columns that stay.' },
  },
};
