/** Words that mean the same to people who search (scheme §10.5): each group finds what any of its phrases finds. */
export const synonyms: readonly (readonly string[])[] = [
  ['bộ dữ liệu', 'dataset', 'tập dữ liệu'],
  ['GTVT', 'giao thông vận tải', 'giao thông'],
  ['y tế', 'sức khỏe'],
  ['sàn giao dịch dữ liệu', 'sàn dữ liệu'],
  ['thời tiết', 'khí tượng'],
  ['địa chính', 'đất đai'],
  ['ĐBSCL', 'đồng bằng sông Cửu Long'],
  ['KCN', 'khu công nghiệp'],
  ['GDP', 'tổng sản phẩm'],
  ['doanh nghiệp', 'công ty'],
];
