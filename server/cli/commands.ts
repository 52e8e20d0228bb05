import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import type { Arguments } from '../../contracts/calls.js';
import type { Bilingual } from '../../contracts/common.js';
import { version } from '../kernel/project.js';
import { forgetAccount, keepAccount } from './account.js';
import { type Exchange, openExchange } from './exchange.js';
import { progressBar } from './progress.js';
import { each, keepRecord, manifestName, placeIn, pullFile, readManifest, type WantedFile } from './pulling.js';
import { bytes, table } from './tables.js';

/** What a command may be given beside its arguments. */
export type Options = {
  json?: boolean | undefined;
  to?: string | undefined;
  revision?: string | undefined;
  jobs?: string | undefined;
  'no-confirm'?: boolean | undefined;
  format?: string | undefined;
  purpose?: string | undefined;
  statement?: string | undefined;
  project?: string | undefined;
  after?: string | undefined;
  follow?: boolean | undefined;
  limit?: string | undefined;
};
export type Said = { text: string; json: unknown; holds?: boolean };
export type Print = (line: string) => void;

const titleOf = ({ language }: Exchange, of: { titleVi: string; titleEn: string }) =>
  language === 'vi' ? of.titleVi : of.titleEn;
const nameOf = ({ language }: Exchange, of: { nameVi: string; nameEn: string }) =>
  language === 'vi' ? of.nameVi : of.nameEn;
const say = ({ language }: Exchange, words: Bilingual) => words[language];
const limitOf = (options: Options) => Number(options.limit ?? 25);

/** Keeps a token after the exchange has said whose it is. Read from the standard input: it would stay in the shell’s history. */
export async function signIn(url: string, language: 'vi' | 'en', ask: Bilingual): Promise<Said> {
  const token = await readToken(ask[language]);
  const exchange = openExchange({ url, token }, language);
  const { member, organisation } = await exchange.call('getSession', {});
  if (!member || !organisation)
    throw new Error(language === 'vi' ? 'Mã truy cập không đúng.' : 'The token is not valid.');
  const file = await keepAccount({ url, token });
  const text = `${member.displayName}, ${nameOf(exchange, organisation)}\n${file}`;
  return { text, json: { url, member: member.displayName, organisation: organisation.id, file } };
}

async function readToken(ask: string): Promise<string> {
  if (!process.stdin.isTTY) return (await readFile('/dev/stdin', 'utf8').catch(() => readAll())).trim();
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await lines.question(`${ask}: `)).trim();
  } finally {
    lines.close();
  }
}

async function readAll(): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

export async function signOut(): Promise<Said> {
  await forgetAccount();
  return { text: '', json: {} };
}

export async function search(exchange: Exchange, words: string, options: Options): Promise<Said> {
  const found = await exchange.call('browseDatasets', { query: { q: words, limit: limitOf(options) } });
  const rows = found.items.map((one) => [
    one.id,
    titleOf(exchange, one),
    nameOf(exchange, one.provider),
    price(one.fromVnd),
  ]);
  const head = exchange.language === 'vi' ? ['Mã', 'Tên', 'Bên bán', 'Giá từ'] : ['Id', 'Title', 'Provider', 'From'];
  return { text: table(head, rows), json: found };
}

const price = (vnd: number | null) => (vnd === null ? '–' : `${vnd.toLocaleString('vi-VN')} ₫`);

export async function show(exchange: Exchange, id: string): Promise<Said> {
  const dataset = await exchange.call('getDataset', { params: { id } });
  const { items: offers } = await exchange.call('listOffers', { params: { id } });
  const lines = [
    titleOf(exchange, dataset),
    exchange.language === 'vi' ? dataset.descriptionVi : dataset.descriptionEn,
    '',
    ...(dataset.currentRevision?.files ?? []).map((file) => `${file.name}  ${bytes(file.bytes)}  ${file.sha256}`),
    '',
    table(
      exchange.language === 'vi' ? ['Chào bán', 'Điều khoản', 'Giá', 'Tháng'] : ['Offer', 'Licence', 'Price', 'Months'],
      offers.map((one) => [one.id, one.licence.id, price(one.priceVnd), `${one.months ?? '∞'}`]),
    ),
  ];
  return { text: lines.join('\n'), json: { dataset, offers } };
}

/** Sends an access request. Signing and paying bind the organisation: that is done by a person in a browser. */
export async function request(exchange: Exchange, offerId: string, options: Options): Promise<Said> {
  const body = {
    ...{ offerId, purpose: options.purpose ?? '', statement: options.statement ?? '', project: options.project ?? '' },
  } as Arguments<'submitRequest'>['body'];
  const made = await exchange.call('submitRequest', { body });
  const next = say(exchange, {
    vi: `Ký thỏa thuận và thanh toán trên trình duyệt: ${exchange.url}/requests/${made.id}`,
    en: `Sign the agreement and pay in a browser: ${exchange.url}/requests/${made.id}`,
  });
  return { text: `${made.id}  ${made.state}\n${next}`, json: made };
}

export async function requests(exchange: Exchange, options: Options): Promise<Said> {
  const found = await exchange.call('listRequests', { query: { box: 'sent', limit: limitOf(options) } });
  const rows = found.items.map((one) => [one.id, one.state, titleOf(exchange, one.dataset), one.agreementId ?? '–']);
  const head =
    exchange.language === 'vi'
      ? ['Mã', 'Trạng thái', 'Bộ dữ liệu', 'Thỏa thuận']
      : ['Id', 'State', 'Dataset', 'Agreement'];
  return { text: table(head, rows), json: found };
}

export async function entitlements(exchange: Exchange, options: Options): Promise<Said> {
  const found = await exchange.call('listEntitlements', { query: { role: 'buyer', limit: limitOf(options) } });
  const rows = found.items.map((one) => [
    ...[one.id, one.state, one.expiresAt?.slice(0, 10) ?? '∞', titleOf(exchange, one.dataset)],
    bytes(one.files.reduce((sum, file) => sum + file.bytes, 0)),
  ]);
  const head =
    exchange.language === 'vi'
      ? ['Mã', 'Trạng thái', 'Đến', 'Bộ dữ liệu', 'Cỡ']
      : ['Id', 'State', 'Until', 'Dataset', 'Size'];
  return { text: table(head, rows), json: found };
}

/**
 * Brings everything of a delivery into a folder, several files at a time, going on where an earlier pull broke off; checks
 * all hashes against the manifest and the manifest against the exchange; then countersigns with the hashes that were found. With
 * `--format parquet` tables come typed; what is countersigned are the files of the manifest, so nothing is then.
 */
export async function pull(exchange: Exchange, entitlementId: string, options: Options): Promise<Said> {
  const { revisions } = await exchange.call('getAccess', { params: { id: entitlementId } });
  const wanted =
    options.revision === undefined ? revisions.at(-1) : revisions.find((one) => `${one.number}` === options.revision);
  if (!wanted) throw new Error(say(exchange, { vi: 'Không có phiên bản này.', en: 'There is no such revision.' }));
  const folder = options.to ?? entitlementId;
  const manifest = await readManifest(exchange, entitlementId, wanted);
  const forms = formsWanted(exchange, options.format, wanted.parquet);
  const files = manifest.files.map((file) => forms.get(file.name) ?? file);
  for (const { name } of files) placeIn(folder, name);
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  const bar = progressBar('bytes');
  let done = 0;
  const told = (more: number) => {
    done += more;
    bar.tell(Math.min(done, total), total);
  };
  const job = { exchange, entitlementId, revision: wanted.number, folder, told };
  const pulled = await each(files, Number(options.jobs ?? 4), (file) => pullFile(job, file)).finally(() => bar.end());
  const found = pulled.map(({ name, found: sha256 }) => ({ name, sha256 }));
  const confirmation =
    options['no-confirm'] || forms.size > 0
      ? null
      : await exchange.call('confirmReceipt', {
          params: { id: entitlementId },
          body: { manifestSha256: wanted.manifestSha256, files: found, client: `datasan-cli/${version}` },
        });
  const holds = pulled.every((one) => one.state !== 'corrupted');
  const json = {
    ...{ entitlementId, revision: wanted.number, folder, manifestSha256: wanted.manifestSha256, bytes: total },
    files: pulled,
    confirmation,
  };
  await keepRecord(folder, {
    ...json,
    exchange: exchange.url,
    manifest: manifestName,
    pulledAt: new Date().toISOString(),
  });
  return { text: report(exchange, json, holds), json, holds };
}

/** Files that come as Parquet instead, by the name they were delivered under; throws for a form that is not known. */
function formsWanted(
  exchange: Exchange,
  format: string | undefined,
  forms: readonly (WantedFile & { of: string })[],
): Map<string, WantedFile> {
  if (format === 'parquet') return new Map(forms.map((form) => [form.of, form]));
  if (format === undefined || format === 'original') return new Map();
  throw new Error(say(exchange, { vi: '--format là original hoặc parquet.', en: '--format is original or parquet.' }));
}

type Report = {
  folder: string;
  bytes: number;
  files: { name: string; state: string; found: string }[];
  confirmation: { id: string } | null;
};

function report(exchange: Exchange, { folder, bytes: size, files, confirmation }: Report, holds: boolean): string {
  const words = {
    mended: { vi: 'bị hỏng trên đĩa, đã tải lại', en: 'was corrupted on the disk, pulled again' },
    corrupted: { vi: 'KHÔNG KHỚP bản kê', en: 'DOES NOT MATCH the manifest' },
  };
  const told = files.flatMap((one) =>
    one.state === 'mended' || one.state === 'corrupted' ? [`${one.name}: ${say(exchange, words[one.state])}`] : [],
  );
  const sum = say(exchange, {
    vi: `${files.length} tệp, ${bytes(size)}, trong ${folder}`,
    en: `${files.length} files, ${bytes(size)}, in ${folder}`,
  });
  const checked = holds
    ? say(exchange, { vi: 'Mọi SHA-256 khớp bản kê.', en: 'Every SHA-256 matches the manifest.' })
    : say(exchange, { vi: 'Có tệp không khớp.', en: 'Some files do not match.' });
  const signed = confirmation
    ? [
        say(exchange, {
          vi: `Đã ký xác nhận nhận hàng: ${confirmation.id}`,
          en: `Receipt countersigned: ${confirmation.id}`,
        }),
      ]
    : [];
  return [...told, sum, checked, ...signed].join('\n');
}

/** Own events, one a line; with `--follow` they are waited for until the process is ended. */
export async function events(exchange: Exchange, options: Options, print: Print): Promise<void> {
  const follow = options.follow === true;
  const head = follow && options.after === undefined ? (await exchange.call('getLog', {})).size - 1 : undefined;
  let after: string | number | undefined = options.after ?? head;
  for (;;) {
    const query = { ...(after === undefined ? {} : { after }), limit: 200, wait: follow ? 25 : 0 };
    const page = await exchange.call('readFeed', { query } as Arguments<'readFeed'>);
    for (const one of page.items) {
      const sentence = one.sentence[exchange.language];
      print(
        options.json ? JSON.stringify(one) : `${one.place}  ${one.at}  ${one.type}  ${one.subject.id}  ${sentence}`,
      );
    }
    after = page.nextAfter;
    if (!page.more && !follow) return;
  }
}
