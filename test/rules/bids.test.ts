import assert from 'node:assert/strict';
import { bidFindings } from '../../contracts/scheme/bids.js';

describe('What a bid may ask for', () => {
  const refused: [string, string][] = [
    ['F17: số điện thoại chủ xe', 'Cần số điện thoại chủ xe ô tô đăng ký tại thành phố Mẫu'],
    ['without marks', 'can so dien thoai chu xe'],
    ['in NFD', 'Cần số điện thoại chủ xe'.normalize('NFD')],
    ['identity cards', 'Danh mục khách vay kèm CCCD và thu nhập'],
    ['a list of patients', 'Danh sách bệnh nhân tiểu đường theo quận'],
    ['names of owners', 'Bảng thửa đất gồm tên chủ đất và diện tích'],
    ['plates', 'Biển số xe ra vào bãi đỗ theo giờ'],
    ['home addresses in English', 'Home addresses of solar panel buyers'],
    ['a customer list in English', 'A customer list of coffee shops'],
    ['phone numbers in English', 'Phone numbers of farmers'],
  ];
  for (const [name, text] of refused) {
    it(`not persons: ${name}`, () => {
      assert.deepEqual(
        bidFindings([text]).map((one) => one.code),
        ['DU_LIEU_CA_NHAN'],
      );
    });
  }

  const fine: [string, string][] = [
    ['counts', 'Số lượng số điện thoại kích hoạt mới theo tỉnh, theo tháng'],
    ['de-identified', 'Lượt khám đã khử nhận dạng, không có CCCD của người bệnh, thống kê theo quận'],
    ['traffic', 'Lưu lượng xe theo nút giao, 15 phút một lần, năm 2025'],
    ['company addresses', 'Danh mục doanh nghiệp ngành gỗ với mã số thuế và địa chỉ trụ sở'],
    ['parts of other words', 'Chất lượng nước hồ, đo tự động; thiết bị cccda-2'],
  ];
  for (const [name, text] of fine) it(`but well: ${name}`, () => assert.deepEqual(bidFindings([text]), []));

  it('no price in foreign money', () => {
    assert.deepEqual(
      bidFindings(['Trả 1.000 USD cho mỗi quý']).map((one) => one.code),
      ['GIA_NGOAI_TE'],
    );
  });

  it('says once what stands twice', () => assert.equal(bidFindings(['cần CCCD', 'và CCCD']).length, 1));
});
