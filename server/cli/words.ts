import type { Bilingual } from '../../contracts/common.js';

/** The help of the command, in both languages. */
export const usage: Bilingual = {
  en: `datasan – a data exchange on the command line

  datasan sign-in --url https://exchange.example     keep a token (read from the terminal or the standard input)
  datasan sign-out                                    forget it
  datasan search WORDS…                               find datasets
  datasan show ds_…                                   one dataset, its files and offers
  datasan request off_… --purpose P --statement S --project J
                                                      ask for access
  datasan requests                                    own requests and where they stand
  datasan entitlements                                what your organisation may access
  datasan pull ent_… [--to DIR] [--revision N] [--jobs 4] [--no-confirm] [--format parquet]
                                                      bring a delivery: resumes, checks every SHA-256, countersigns
  datasan events [--after PLACE|evt_…] [--follow]     own events in the order of the log
  datasan verify-log --url https://exchange.example/log --vkey KEY [--witness KEY …]
  datasan verify-log --path FOLDER-OR-ZIP --vkey KEY  derive a log again from its tiles
  datasan verify BUNDLE.zip --vkey KEY                check an evidence bundle, offline

Everywhere: --json for programs, --lang vi|en, --url, --help. The token: DATASAN_TOKEN, else what sign-in kept in
~/.config/datasan/account.json (readable for you alone). The address: --url, DATASAN_URL, else that of sign-in.
Signing an agreement and paying bind your organisation: that is done by a person in a browser, never with a token.
KEY is the log's verifier key (name+hash+key) or a file that holds it; take it from somebody you trust.

Ends with 0 when all is well, 1 when something that was checked does not hold, 2 when it could not be done or was
asked for wrongly, 3 when the exchange refuses, 130 when interrupted.
`,
  vi: `datasan – sàn dữ liệu trên dòng lệnh

  datasan sign-in --url https://san.example.vn        giữ mã truy cập (đọc từ bàn phím hoặc đầu vào chuẩn)
  datasan sign-out                                    quên mã truy cập
  datasan search TỪ…                                  tìm bộ dữ liệu
  datasan show ds_…                                   một bộ dữ liệu, tệp và chào bán
  datasan request off_… --purpose P --statement S --project J
                                                      yêu cầu truy cập
  datasan requests                                    yêu cầu đã gửi và trạng thái
  datasan entitlements                                những gì tổ chức của bạn được truy cập
  datasan pull ent_… [--to THƯ_MỤC] [--revision N] [--jobs 4] [--no-confirm] [--format parquet]
                                                      tải bản giao: tải tiếp phần dở, kiểm mọi SHA-256, ký xác nhận
  datasan events [--after VỊ_TRÍ|evt_…] [--follow]    sự kiện của tổ chức theo thứ tự của sổ minh bạch
  datasan verify-log --url https://san.example.vn/log --vkey KHÓA [--witness KHÓA …]
  datasan verify-log --path THƯ_MỤC-HOẶC-ZIP --vkey KHÓA
                                                      dựng lại sổ từ các mảnh
  datasan verify BỘ_CHỨNG_CỨ.zip --vkey KHÓA          kiểm bộ chứng cứ, không cần mạng

Luôn có: --json cho chương trình, --lang vi|en, --url, --help. Mã truy cập: DATASAN_TOKEN, nếu không thì mã mà sign-in giữ
trong ~/.config/datasan/account.json (chỉ bạn đọc được). Địa chỉ: --url, DATASAN_URL, nếu không thì của sign-in.
Ký thỏa thuận và trả tiền ràng buộc tổ chức: việc đó do người làm trên trình duyệt, không bao giờ bằng mã truy cập.
KHÓA là khóa kiểm của sổ (tên+băm+khóa) hoặc tệp chứa nó; hãy lấy từ người bạn tin.

Kết thúc với 0 khi mọi việc ổn, 1 khi điều được kiểm không đúng, 2 khi không làm được hoặc dùng sai,
3 khi sàn từ chối, 130 khi bị ngắt.
`,
};

export const wrongUse = {
  noCommand: { vi: 'Hãy nêu một lệnh.', en: 'Name a command.' },
  unknown: { vi: 'Không có lệnh này:', en: 'There is no such command:' },
  noUrl: {
    vi: 'Hãy cho biết địa chỉ sàn: --url, DATASAN_URL hoặc sign-in.',
    en: 'Say which exchange: --url, DATASAN_URL or sign-in.',
  },
  noPlace: { vi: 'Cần --url hoặc --path.', en: 'Give --url or --path.' },
  noKey: { vi: 'Cần --vkey.', en: 'Give --vkey.' },
  binding: {
    vi: 'Ký và trả tiền ràng buộc tổ chức: hãy làm trên trình duyệt. Mã truy cập không ký được.',
    en: 'Signing and paying bind your organisation: do it in a browser. A token cannot sign.',
  },
  token: { vi: 'Mã truy cập API (dst_…)', en: 'API token (dst_…)' },
} as const satisfies Record<string, Bilingual>;

const none = (given: number) => given === 0;
const oneArgument = (given: number) => given === 1;
/** Commands that speak with an exchange, and how many arguments they take. */
export const onlineCommands = [
  { name: 'sign-in', takes: none },
  { name: 'sign-out', takes: none },
  { name: 'search', takes: () => true },
  { name: 'show', takes: oneArgument },
  { name: 'request', takes: oneArgument },
  { name: 'requests', takes: none },
  { name: 'entitlements', takes: none },
  { name: 'pull', takes: oneArgument },
  { name: 'events', takes: none },
] as const;
export type OnlineCommand = (typeof onlineCommands)[number]['name'];
