import type { DemoDataset } from './catalogue.js';

export const heartbeatFile = 'heartbeat.csv';

/** The page of the Heartbeat dataset, which is made from the figures of the exchange at this address. */
export function heartbeatDataset(publicUrl: string): DemoDataset {
  return {
    key: 'heartbeat',
    provider: 'analysis-company',
    titleVi: 'Nhịp sàn: dữ liệu thử để học API (15 phút một phiên bản)',
    titleEn: 'Heartbeat: test data to learn the API (a revision every 15 minutes)',
    descriptionVi:
      'Một bảng nhỏ gồm các con số công khai của chính sàn này: thời điểm, kích thước và mã gốc của sổ minh bạch, số bộ dữ liệu đang niêm yết. Miễn phí, tự duyệt, mỗi 15 phút có phiên bản mới: dùng để thử yêu cầu, tải, Delta Sharing, webhook và theo dõi phiên bản trước khi mua dữ liệu thật.',
    descriptionEn:
      'A tiny table of this exchange’s own public figures: time, size and root of the transparency log, listed datasets. Free, approved at once, with a new revision every 15 minutes: try requests, downloads, Delta Sharing, webhooks and following revisions before you buy real data.',
    sector: 'technology',
    keywords: ['nhịp sàn', 'heartbeat', 'học API', 'dữ liệu thử'],
    coverage: { period: null, geography: { vi: 'Sàn trình diễn này', en: 'This demonstration exchange' } },
    updateFrequency: 'irregular',
    provenance: {
      basis: 'derived',
      statementVi: 'Đọc mỗi 15 phút từ các địa chỉ công khai của sàn (sổ minh bạch và danh mục).',
      statementEn: 'Read every 15 minutes from the public addresses of the exchange (transparency log and catalogue).',
      sourceName: 'Datasan',
      sourceUrl: `${publicUrl}/log/checkpoint`,
      licenceName: 'CC0 1.0',
      licenceUrl: 'https://creativecommons.org/publicdomain/zero/1.0/',
      credit: 'Sàn dữ liệu trình diễn / demonstration exchange',
    },
    limitationsVi: 'Chỉ 24 giờ gần nhất, chỉ khi sàn trình diễn đang chạy; không dùng để đo độ sẵn sàng.',
    limitationsEn: 'The last 24 hours only, and only while the demonstration runs; no measure of availability.',
    quality: { vi: 'Không ô trống; tối đa 96 dòng.', en: 'No nulls; at most 96 rows.' },
    files: [
      {
        path: heartbeatFile,
        descriptionVi: 'Một dòng cho mỗi lần đọc, cũ trước mới sau.',
        descriptionEn: 'One row for each reading, oldest first.',
      },
    ],
    dictionary: {
      at: { vi: 'Thời điểm đọc (UTC)', en: 'When it was read (UTC)' },
      log_size: { vi: 'Số mục trong sổ minh bạch', en: 'Entries in the transparency log', unit: 'mục / entries' },
      log_root: { vi: 'Mã gốc Merkle của sổ (SHA-256, base64)', en: 'Merkle root of the log (SHA-256, base64)' },
      listed_datasets: {
        vi: 'Số bộ dữ liệu đang niêm yết',
        en: 'Datasets that are listed',
        unit: 'bộ / datasets',
      },
    },
    offer: {
      ...{ template: 'open', priceVnd: 0, months: null },
      autoApprovePurposes: [
        ...(['research', 'education', 'public_service', 'journalism'] as const),
        ...(['commercial_internal', 'commercial_product', 'ai_training'] as const),
      ],
    },
  };
}
