import assert from 'node:assert/strict';
import { dataFile, dictionaryCsv, manifestText } from '../../server/fulfilment/manifest.js';
import { parseRange } from '../../server/fulfilment/range.js';
import { sha256 } from '../../server/kernel/hash.js';

const beyond = 'unsatisfiable';
/** Header, size of the file, and what is sent (both ends included; null = the whole file). */
const ranges: readonly (readonly [string | undefined, number, ReturnType<typeof parseRange>])[] = [
  [undefined, 100, null],
  ['bytes=0-9', 100, { start: 0, end: 9 }],
  ['bytes=99-99', 100, { start: 99, end: 99 }],
  ['bytes=90-', 100, { start: 90, end: 99 }],
  ['bytes=0-', 100, { start: 0, end: 99 }],
  ['bytes=90-1000', 100, { start: 90, end: 99 }],
  [' bytes=0-9 ', 100, { start: 0, end: 9 }],
  ['bytes=-10', 100, { start: 90, end: 99 }],
  ['bytes=-1000', 100, { start: 0, end: 99 }],
  ['bytes=0-99999999999999999999', 100, { start: 0, end: 99 }],
  ['bytes=100-', 100, beyond],
  ['bytes=100-200', 100, beyond],
  ['bytes=99999999999999999999-', 100, beyond],
  ['bytes=-0', 100, beyond],
  ['bytes=0-', 0, beyond],
  ['bytes=-5', 0, beyond],
  ['bytes=9-0', 100, null],
  ['bytes=0-9,20-29', 100, null],
  ['bytes=0-,0-,0-,0-', 100, null],
  [`bytes=${'0-99,'.repeat(500)}-1`, 100, null],
  ['bytes=-', 100, null],
  ['bytes=', 100, null],
  ['bytes=a-b', 100, null],
  ['bytes=1.5-9', 100, null],
  ['bytes=--5', 100, null],
  ['rows=0-9', 100, null],
  ['0-9', 100, null],
  ['', 100, null],
];

const file = { name: 'quan-trac.csv', format: 'csv', bytes: 12, sha256: sha256('station,mm\r\n') };
const order = {
  id: 'ord_01k9v3m7q2x8r4t6w0y5z1a3bc',
  agreementId: 'agr_01k9v3m7q2x8r4t6w0y5z1a3bc',
  agreementSha256: sha256('agreement'),
  datasetId: 'ds_01k9v3m7q2x8r4t6w0y5z1a3bc',
  revisionId: 'rev_01k9v3m7q2x8r4t6w0y5z1a3bc',
};

describe('A Range header', () => {
  for (const [header, size, expected] of ranges) {
    it(`${header === undefined ? 'that is missing' : `“${header.slice(0, 40)}”`} of ${size} bytes asks ${JSON.stringify(expected) ?? ''}`, () =>
      assert.deepEqual(parseRange(header, size), expected));
  }
});

describe('A delivered package', () => {
  for (const [format, mediaType] of [
    ['csv', 'text/csv; charset=utf-8'],
    ['json', 'application/json'],
    ['parquet', 'application/vnd.apache.parquet'],
    ['other', 'application/octet-stream'],
  ] as const) {
    it(`has a ${format} file under data/ as ${mediaType}`, () => {
      const { bytes, sha256 } = file;
      assert.deepEqual(dataFile({ ...file, format }), {
        name: 'data/quan-trac.csv',
        role: 'data',
        mediaType,
        bytes,
        sha256,
      });
    });
  }

  it('has a manifest that names the order and every file, and is the same each time', () => {
    const files = [dataFile(file), dataFile({ ...file, name: 'b.parquet', format: 'parquet' })];
    const text = manifestText(order, files);
    assert.deepEqual(JSON.parse(text), { kind: 'datasan.manifest/1', order, files });
    assert.equal(manifestText(Object.fromEntries(Object.entries(order).reverse()) as typeof order, files), text);
    assert.notEqual(manifestText({ ...order, agreementSha256: sha256('another') }, files), text);
  });
});

describe('A data dictionary as CSV', () => {
  const column = {
    file: 'a.csv',
    name: 'mm',
    type: 'DOUBLE',
    descriptionVi: 'Lượng mưa',
    descriptionEn: 'Rain',
    unit: 'mm',
  };
  const heading = 'file,column,type,description_vi,description_en,unit\r\n';

  it('has a heading and a line per column', () => {
    assert.equal(dictionaryCsv([]), heading);
    assert.equal(dictionaryCsv([column]), `${heading}a.csv,mm,DOUBLE,Lượng mưa,Rain,mm\r\n`);
  });

  for (const [text, cell] of [
    ['a, b', '"a, b"'],
    ['say “x”', 'say “x”'],
    ['say "x"', '"say ""x"""'],
    ['two\nlines', '"two\nlines"'],
    ['carriage\rreturn', '"carriage\rreturn"'],
    ['', ''],
  ] as const) {
    it(`writes ${JSON.stringify(text)} as ${JSON.stringify(cell)} (RFC 4180)`, () => {
      const line = `${heading}a.csv,mm,DOUBLE,${cell},Rain,mm\r\n`;
      assert.equal(dictionaryCsv([{ ...column, descriptionVi: text }]), line);
    });
  }
});
