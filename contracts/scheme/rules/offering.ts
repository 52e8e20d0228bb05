import { isService } from '../classes.js';
import { type Finding, finding, type ListingFacts } from '../findings.js';
import { machineReadable } from '../thresholds.js';

/** What is on offer: data that a machine reads, at a price that is published. Pure. */
export function offering({ page, revision, openOffers }: ListingFacts): Finding[] {
  const found: Finding[] = [];
  if (!revision && !isService(page.productKind)) {
    found.push(
      finding(
        'revision',
        'D314_17',
        '/revision',
        {
          vi: 'Chưa có phiên bản nào đã chốt và phân tích xong.',
          en: 'There is no revision that is finalised and profiled.',
        },
        {
          vi: 'Tải tệp lên, chốt phiên bản và chờ phân tích.',
          en: 'Upload files, finalise, and wait for the profile.',
        },
      ),
    );
  }
  for (const file of revision?.files ?? []) {
    if (machineReadable.includes(file.format) && file.columns.length > 0) continue;
    found.push(
      finding(
        'machine-readable',
        'D314_17',
        `/revision/files/${file.name}`,
        { vi: `${file.name}: máy không đọc được thành bảng.`, en: `${file.name}: no machine reads it as a table.` },
        { vi: 'Dùng CSV, JSON, Parquet, XLSX hoặc GeoJSON.', en: 'Use CSV, JSON, Parquet, XLSX or GeoJSON.' },
        { code: 'KHONG_MAY_DOC', where: file.name },
      ),
    );
  }
  if (openOffers.length === 0) {
    found.push(
      finding(
        'price',
        'D314_6_2',
        '/offers',
        { vi: 'Chưa có chào bán nào đang mở.', en: 'There is no open offer.' },
        { vi: 'Mở một chào bán có giá.', en: 'Open an offer with a price.' },
      ),
    );
  }
  if (page.sharingClass === 'open' && openOffers.some((one) => one.priceVnd > 0)) {
    found.push(
      finding(
        'open-is-free',
        'L60_13',
        '/offers',
        { vi: 'Dữ liệu mở mà chào bán lại thu tiền.', en: 'Open data, offered for money.' },
        { vi: 'Đặt giá 0, hoặc sửa phân loại.', en: 'Set the price to 0, or mend the class.' },
      ),
    );
  }
  return found;
}

/** How much of the list of fields is described. Pure. */
export function dictionary({ revision, described }: ListingFacts): Finding[] {
  const columns = [...new Set(revision?.files.flatMap((file) => file.columns) ?? [])];
  const left = columns.filter((name) => !described.has(name));
  if (left.length === 0) return [];
  const some = left.slice(0, 5).join(', ');
  return [
    finding(
      'dictionary',
      'D314_8_2',
      '/revision/dictionary',
      {
        vi: `${left.length} trên ${columns.length} cột chưa có mô tả: ${some}${left.length > 5 ? '…' : ''}.`,
        en: `${left.length} of ${columns.length} columns are not described: ${some}${left.length > 5 ? '…' : ''}.`,
      },
      { vi: 'Mô tả các cột trong từ điển dữ liệu.', en: 'Describe them in the data dictionary.' },
      { severity: 'note' },
    ),
  ];
}
