import type { BidInput } from '../contracts/bids.js';
import { vietnamDay } from '../contracts/vietnam-day.js';
import { day, now } from '../server/kernel/clock.js';

/** A bid for data that no listing has. */
export const bid = (): BidInput => ({
  title: 'Mực nước các trạm thủy văn theo giờ',
  description: 'Mực nước theo giờ của các trạm trên sông Vu Gia – Thu Bồn, kèm mã trạm, tọa độ trạm và cao độ mốc.',
  sector: 'environment',
  periodFrom: '2015-01-01',
  periodTo: '2025-12-31',
  scope: 'Lưu vực Vu Gia – Thu Bồn',
  delivery: 'Parquet hoặc CSV, tải về một lần',
  quality: 'Thiếu không quá 2 % số giờ mỗi năm; ghi rõ thời gian bảo dưỡng',
  purpose: 'research',
  purposeText: 'Hiệu chỉnh mô hình dự báo lũ của nhóm nghiên cứu.',
  months: 24,
  rights: 'Được công bố kết quả phân tích, không cung cấp lại dữ liệu.',
  budgetVnd: 30_000_000,
  closesOn: vietnamDay(new Date(now().getTime() + 30 * day)),
});
