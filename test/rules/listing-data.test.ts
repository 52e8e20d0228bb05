import assert from 'node:assert/strict';
import { takeOver } from '../../contracts/data-package.js';
import { dictionaryFromCsv, dictionaryToCsv, inferEntry } from '../../contracts/dictionary.js';
import { measure } from '../../contracts/measured.js';
import { changeOf, compareSchemas } from '../../contracts/schema-diff.js';
import { formerProvinces, provinceByCode, provinceByName } from '../../contracts/scheme/province-names.js';
import { provinces } from '../../contracts/scheme/provinces.js';
import { joinSmall, publicColumns } from '../../server/catalogue/disclosure.js';
import { dialectIn } from '../../server/kernel/reading/dialect.js';
import { clearFault } from '../../server/kernel/reading/faults.js';
import { wkt } from '../../server/kernel/reading/geojson.js';

describe('A data dictionary', () => {
  const entries = [
    {
      name: 'loại; "a"',
      description: { vi: 'Loại, theo trạm', en: 'Kind' },
      unit: null,
      kind: 'code' as const,
      codes: [
        { value: '1', vi: 'mưa; to', en: 'rain|heavy' },
        { value: 'a=b', vi: '', en: '' },
      ],
    },
    { name: 'pm25', description: { vi: '', en: '' }, unit: 'µg/m³', kind: null, codes: [] },
  ];

  it('goes out as CSV and comes back the same', () => {
    assert.deepEqual(dictionaryFromCsv(dictionaryToCsv(entries)), entries);
  });

  it('is read as a spreadsheet writes it, with semicolons', () => {
    const [one] = dictionaryFromCsv('name;kind;unit;description_vi\r\npm25;number;;Bụi mịn\r\n');
    assert.deepEqual([one?.name, one?.kind, one?.unit, one?.description.vi], ['pm25', 'number', null, 'Bụi mịn']);
  });

  it('names the row that is wrong', () => {
    assert.throws(() => dictionaryFromCsv('name,kind\na,integer\nb,lạ\n'), /^Error: 3: kind/);
  });

  it('begins with what name and profile tell', () => {
    const of = (name: string, type: string, distinct: number, top: string[] = []) =>
      inferEntry({ name, type, distinct, min: null, top: top.map((value) => ({ value })) });
    assert.equal(of('nhiệt độ (°C)', 'DOUBLE', 90).unit, '°C');
    assert.deepEqual([of('Năm', 'BIGINT', 5).kind, of('ma_tram', 'VARCHAR', 90).kind], ['year', 'code']);
    assert.deepEqual(
      of('weather', 'VARCHAR', 2, ['rain', 'sun']).codes.map((one) => one.value),
      ['rain', 'sun'],
    );
  });
});

describe('A Data Package', () => {
  const found = takeOver({
    name: 'khong-khi',
    title: 'Chất lượng không khí theo giờ',
    description: 'Số liệu theo giờ của các trạm.',
    keywords: ['không khí'],
    sources: [{ title: 'Trạm quan trắc', path: 'https://tram.example/du-lieu' }],
    licenses: [{ name: 'CC-BY-4.0' }],
    contributors: [{ title: 'Nhóm đo', role: 'author' }],
    resources: [
      {
        path: 'gio.csv',
        schema: {
          fields: [
            { name: 'pm25', type: 'number', unit: 'µg/m³', description: 'Bụi mịn' },
            { name: 'loai', type: 'string', constraints: { enum: ['a', 'b'] } },
          ],
        },
      },
    ],
  });

  it('gives title, description, sources, contributors, licences and fields', () => {
    assert.equal(found.page.titleVi, 'Chất lượng không khí theo giờ');
    assert.equal(found.page.descriptionVi, 'Số liệu theo giờ của các trạm.');
    assert.equal(found.page.sourceUrl, 'https://tram.example/du-lieu');
    assert.match(found.page.provenance ?? '', /Trạm quan trắc/);
    assert.equal(found.page.credit, 'Nhóm đo');
    assert.deepEqual([found.licences, found.files], [['CC-BY-4.0'], ['gio.csv']]);
    assert.deepEqual(
      found.columns.map(({ name, unit, kind, codes }) => [name, unit, kind, codes.length]),
      [
        ['pm25', 'µg/m³', 'number', 0],
        ['loai', null, 'code', 2],
      ],
    );
  });

  it('that is none is refused', () => {
    assert.throws(() => takeOver({ resources: 'x' }));
    assert.throws(() => takeOver(null));
  });
});

describe('Two revisions compared', () => {
  const column = (name: string, type = 'BIGINT', nulls = 0) => ({ name, type, nulls });
  const cases: [string, ReturnType<typeof column>[], ReturnType<typeof column>[], string, string[]][] = [
    ['nothing', [column('a')], [column('a')], 'same', []],
    ['an added column', [column('a')], [column('a'), column('b')], 'compatible', ['added']],
    ['a removed column', [column('a'), column('b')], [column('a')], 'breaking', ['removed']],
    ['another type', [column('a')], [column('a', 'VARCHAR')], 'breaking', ['retyped']],
    ['a wider type', [column('a', 'INTEGER')], [column('a')], 'compatible', ['widened']],
    ['a narrower type', [column('a')], [column('a', 'INTEGER')], 'breaking', ['narrowed']],
    ['cells that may be empty now', [column('a')], [column('a', 'BIGINT', 3)], 'breaking', ['nullable']],
  ];
  for (const [what, before, after, change, kinds] of cases) {
    it(`${what}: ${change}`, () => {
      const found = compareSchemas([{ name: 'a.csv', columns: before }], [{ name: 'b.csv', columns: after }]);
      assert.deepEqual([changeOf(found), found.map((one) => one.kind)], [change, kinds]);
    });
  }

  it('files are told apart by name where there are several', () => {
    const file = (name: string) => ({ name, columns: [column('a')] });
    const found = compareSchemas([file('a'), file('b')], [file('b'), file('c')]);
    assert.deepEqual(
      found.map((one) => [one.kind, one.file, one.breaking]),
      [
        ['file_removed', 'a', true],
        ['file_added', 'c', false],
      ],
    );
  });
});

describe('The quality score', () => {
  const facts = { rows: 100, cells: 400, nulls: 40, duplicates: 10, newest: '2026-11-01' };

  it('is the weighted mean of its parts', () => {
    const { parts, score } = measure(facts, 'monthly', '2026-11-20');
    assert.deepEqual(parts, { completeness: 0.9, uniqueness: 0.9, timeliness: 1 });
    assert.equal(score, Math.round((100 * (0.9 * 50 + 0.9 * 25 + 25)) / 100));
  });

  it('falls with the age of the data, and leaves out what cannot be measured', () => {
    assert.equal(measure(facts, 'daily', '2026-11-05').parts.timeliness, 0.5);
    assert.equal(measure(facts, 'daily', '2026-12-20').parts.timeliness, 0);
    assert.deepEqual(measure(facts, 'once', '2030-01-01').score, 90);
    assert.equal(measure({ rows: 0, cells: 0, nulls: 0, duplicates: 0, newest: null }, null, '2026-01-01').score, null);
  });
});

describe('Provinces of before', () => {
  it('are 63, and every one of today’s 34 came from at least one', () => {
    assert.equal(formerProvinces.length, 63);
    assert.deepEqual(new Set(formerProvinces.map((one) => one[2])), new Set(provinces.map((one) => one.code)));
  });

  for (const [name, code] of [
    ['Bình Dương', '79'],
    ['thai binh', '33'],
    ['Tỉnh Bà Rịa – Vũng Tàu', '79'],
    ['TP. Hồ Chí Minh', '79'],
    ['Thừa Thiên-Huế', '46'],
    ['Đắk Nông', '68'],
    ['Atlantis', null],
  ] as const) {
    it(`“${name}” is ${code ?? 'none'}`, () => assert.equal(provinceByName(name), code));
  }

  it('codes of both times are read by one table', () => {
    assert.deepEqual(['74', '1', '34', '99'].map(provinceByCode), ['79', '01', '33', null]);
  });
});

describe('What is told of columns to those without access', () => {
  const facts = { type: 'VARCHAR', nulls: 0, distinct: 9 };
  const profile = {
    rows: 100,
    columns: [
      {
        ...facts,
        name: 'tên',
        min: 'An',
        max: 'Yên',
        top: [
          { value: 'An', n: 40 },
          { value: 'Yên', n: 4 },
        ],
      },
      { ...facts, name: 'điện thoại', min: '0912345678', max: '0987654321', top: [{ value: '0912345678', n: 9 }] },
    ],
    personal: [
      { column: 'điện thoại', kind: 'phone' as const, hits: 9, share: 1, confidence: 'high' as const, examples: [] },
    ],
  };

  it('is no value of few rows, and nothing of personal data', () => {
    const [name, phone] = publicColumns(profile, []);
    assert.deepEqual([name?.min, name?.max, name?.top], ['An', null, [{ value: 'An', n: 40 }]]);
    assert.deepEqual([phone?.min, phone?.max, phone?.top], [null, null, []]);
  });

  it('may be what the public sample shows anyway', () => {
    assert.equal(publicColumns(profile, [{ tên: 'Yên' }])[0]?.max, 'Yên');
  });

  it('steps of a histogram with few rows are joined', () => {
    const bins = [1, 2, 9, 8, 1].map((n, at) => ({ from: String(at), to: String(at + 1), n }));
    assert.deepEqual(joinSmall(bins, 5), [
      { from: '0', to: '3', n: 12 },
      { from: '3', to: '5', n: 9 },
    ]);
    assert.deepEqual(joinSmall([{ from: '0', to: '1', n: 3 }], 5), []);
  });
});

describe('Reading files', () => {
  it('tells the delimiter, the header, and names no two columns alike', () => {
    assert.deepEqual(dialectIn('a;b;a;\n1,5;2;3;4\n'), {
      ...{ delimiter: ';', header: true },
      names: ['a', 'b', 'a_2', 'column_4'],
    });
    assert.deepEqual(dialectIn('1\t2\n3\t4\n').names, ['column_1', 'column_2']);
  });

  it('says in both languages which row is wrong', () => {
    const message = 'CSV Error on Line: 3\nOriginal Line: 4,5\nExpected Number of Columns: 3 Found: 2';
    assert.match(clearFault(message), /^Dòng 3 có 2 cột.* \/ Row 3 has 2 fields/);
  });

  it('writes geometries as well-known text', () => {
    assert.equal(
      wkt({
        type: 'MultiPoint',
        coordinates: [
          [1, 2],
          [3, 4],
        ],
      }),
      'MULTIPOINT (1 2, 3 4)',
    );
    assert.throws(() => wkt({ type: 'Circle' }, 7), /^Error: Feature 7/);
  });
});
