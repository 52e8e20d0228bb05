import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blockingCode, type PersonalFinding, type PersonalKind } from '../../contracts/scheme/personal-data.js';
import { type FileFormat, profileFile } from '../../server/kernel/duckdb.js';
import { masked } from '../../server/kernel/duckdb-scan.js';
import { projectRoot } from '../../server/kernel/project.js';

type Column = { name: string; values: readonly string[]; found: PersonalKind | null };

/** One column per case: how it is headed, what stands in it, and what the scan says of it. */
const columns: readonly Column[] = [
  { name: 'so_cccd', values: ['001099012345', '079200000123', '036301004567'], found: 'citizen_id' },
  { name: 'ma1', values: ['001099012345', '079200000123', '036301004567'], found: 'citizen_id' },
  { name: 'ma2', values: ['003099012345', '099200000123', '100301004567'], found: null },
  { name: 'Số CMND', values: ['012345678', '271234567', '025123456'], found: 'old_identity' },
  { name: 'ma3', values: ['012345678', '271234567', '025123456'], found: null },
  { name: 'sdt', values: ['0912345678', '0387654321', '0281234567'], found: 'phone' },
  { name: 'lien_he', values: ['+84 91 234 56 78', '(038) 765-4321', '0084.70.1234567'], found: 'phone' },
  { name: 'ghi_chu', values: ['gọi anh Tư 0912 345 678 nhé', 'giao giờ hành chính', 'gặp bảo vệ'], found: 'phone' },
  { name: 'ma4', values: ['0112345678', '0612345678', '0512345678'], found: null },
  { name: 'thu', values: ['a.b@example.vn', 'không có', 'trống'], found: 'email' },
  { name: 'MST cá nhân', values: ['8012345677', '8012356781', '8012367896'], found: 'personal_tax_code' },
  { name: 'mst', values: ['9900260374', '9900260744', '9900261113-001'], found: 'organisation_tax_code' },
  { name: 'STK ngân hàng', values: ['0011001932418', '19034567890', '102870001234'], found: 'bank_account' },
  { name: 'the', values: ['4242 4242 4242 4242', '5555555555554444', '9704000000000018'], found: 'card' },
  { name: 'ma5', values: ['4242424242424241', '5555555555554445', '9704000000000019'], found: null },
  { name: 'so_bhxh', values: ['0123456789', '7912345678', '0198765432'], found: 'social_insurance' },
  { name: 'the_bhyt', values: ['DN4010012345678', 'HS4790012345678', 'GD4360112345678'], found: 'health_card' },
  { name: 'ho_chieu', values: ['C1234567', 'B9876543', 'K0123456'], found: 'passport' },
  { name: 'bien_so', values: ['29A-123.45', '59X1-678.90', '30G 1234'], found: 'licence_plate' },
  { name: 'xe', values: ['29A-12345', '51F-678.90', '43C-1234'], found: 'licence_plate' },
  { name: 'khach_hang', values: ['Nguyễn Văn An', 'TRẦN THỊ BÍCH NGỌC', 'Lê Minh Khôi'], found: 'person_name' },
  { name: 'x', values: ['Nguyen Van An', 'Pham Thu Huong', 'Vo Thi Sau'], found: 'person_name' },
  { name: 'tinh', values: ['Hà Nội', 'Đà Nẵng', 'Cần Thơ'], found: null },
  { name: 'san_pham', values: ['Gạo ST25', 'Cà phê Robusta', 'Lê Hà Giang loại một'], found: null },
  { name: 'ngay_sinh', values: ['1990-01-31', '1985-12-01', '2001-07-15'], found: 'birth_date' },
  { name: 'ngay', values: ['1990-01-31', '1985-12-01', '2001-07-15'], found: null },
  {
    name: 'dia_chi',
    values: ['Số 12 ngõ 3 đường Láng, phường Láng Hạ', '5/7 đường Lê Lợi, quận 1', '9 phố Huế, Hà Nội'],
    found: 'address',
  },
  {
    name: 'noi_o',
    values: ['12 duong Lang, phuong Lang Ha', '5/7 ĐƯỜNG LÊ LỢI, QUẬN 1', '9 phố Huế, Hà Nội'.normalize('NFD')],
    found: 'address',
  },
  { name: 'nhom', values: ['10000 to 14999', '15000 to 24999', '75000 and more'], found: null },
  { name: 'ip', values: ['203.0.113.7', '10.0.0.1', '2001:db8::1'], found: 'ip_address' },
  { name: 'phien_ban', values: ['1.2.3', '10.0.1', '2.0.0'], found: null },
  { name: 'vi_do', values: ['21.028511', '16.047079', '10.823099'], found: 'fine_coordinates' },
  { name: 'lat', values: ['21.03', '16.05', '10.82'], found: null },
  {
    name: 'cccd_ma_hoa',
    values: [
      '5f4dcc3b5aa765d61d8327deb882cf99',
      '098f6bcd4621d373cade4e832627b4f6',
      'e10adc3949ba59abbe56e057f20f883e',
    ],
    found: 'scrambled',
  },
  {
    name: 'email_enc',
    values: ['q83vASNFZ4mrze8BI0VniQ==', 'Zm9vYmFyMTIzNDU2Nzg5MA==', 'A1b2C3d4E5f6G7h8I9j0Kl=='],
    found: 'scrambled',
  },
  { name: 'loai', values: ['rain', 'sun', 'snow'], found: null },
];

describe('The scan for personal data', () => {
  let folder: string;
  let found: PersonalFinding[];
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datasan-scan-'));
    const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const lines = [0, 1, 2].map((row) => columns.map((column) => quote(column.values[row] ?? '')).join(','));
    found = await scanned([columns.map((column) => quote(column.name)).join(','), ...lines].join('\n'));
  });
  after(() => rm(folder, { recursive: true }));

  async function scanned(text: string, format: FileFormat = 'csv'): Promise<PersonalFinding[]> {
    const path = join(folder, `case.${format}`);
    await writeFile(path, text);
    return (await profileFile({ path, format })).personal;
  }

  for (const { name, values, found: kind } of columns) {
    it(`finds ${kind ?? 'nothing'} in “${name}”: ${values[0]}`, () => {
      const here = found.filter((one) => one.column === name).map((one) => one.kind);
      assert.deepEqual(here, kind ? [kind] : []);
    });
  }

  it('looks at every row: one address of mail among ten thousand is found, and shown masked', async () => {
    const rows = Array.from({ length: 10_000 }, (_, n) => (n === 9_876 ? 'toi.o.day@example.vn' : `dòng ${n}`));
    assert.deepEqual(await scanned(['email', ...rows].join('\n')), []);
    const some = rows.map((row, n) => (n % 900 === 0 ? `nguoi${n}@example.vn` : row));
    const [finding] = await scanned(['ghi_chu', ...some].join('\n'));
    assert.deepEqual([finding?.kind, finding?.hits, finding?.confidence], ['email', 13, 'medium']);
    assert.ok(finding?.examples.every((one) => !one.includes('@') && one.includes('***')));
  });

  it('knows numbers that lost their leading zeros only by the name of their column', async () => {
    const numbers = ['1099012345', '79200000123', '36301004567'];
    const json = (name: string) => JSON.stringify(numbers.map((one) => ({ [name]: Number(one) })));
    assert.deepEqual(
      (await scanned(json('cccd'), 'json')).map((one) => one.kind),
      ['citizen_id'],
    );
    assert.deepEqual(await scanned(json('doanh_thu'), 'json'), []);
  });

  it('blocks what identifies, and encryption of what identifies; coordinates and organisations’ tax codes it tells', () => {
    const code = (kind: PersonalKind, confidence: 'high' | 'medium' = 'high') => blockingCode({ kind, confidence });
    assert.equal(code('phone'), 'DU_LIEU_CA_NHAN');
    assert.equal(code('scrambled'), 'CHUA_KHU_NHAN_DANG');
    assert.equal(code('scrambled', 'medium'), null);
    assert.deepEqual([code('fine_coordinates'), code('organisation_tax_code'), code('address')], [null, null, null]);
  });

  it('shows nothing of a short value, and little of a long one', () => {
    assert.deepEqual(['abcd', 'abcde', '0912345678'].map(masked), ['****', 'ab**e', '09*******8']);
  });

  it('finds nothing that blocks in open data of the field', async function () {
    this.timeout(120_000);
    const data = join(projectRoot, 'node_modules/vega-datasets/data');
    // The demo exchange lists the rest, and its gate would refuse what blocks.
    const names = [
      'birdstrikes.csv',
      'disasters.csv',
      'gapminder.json',
      'population_engineers_hurricanes.csv',
      'zipcodes.csv',
    ];
    for (const name of names) {
      const format = name.endsWith('csv') ? 'csv' : 'json';
      const { personal } = await profileFile({ path: join(data, name), format });
      assert.deepEqual(
        personal.filter((one) => blockingCode(one)),
        [],
        name,
      );
    }
  });
});
