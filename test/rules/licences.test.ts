import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  describePolicy,
  type LicencePolicy,
  licencePolicySchema,
  type Purpose,
  purposeAllowed,
  purposeLabels,
  purposes,
  toOdrl,
} from '../../contracts/licences/policy.js';
import { licenceTemplates } from '../../contracts/licences/templates.js';
import { projectRoot } from '../../server/kernel/project.js';

/** What each template permits, typed by hand. */
const permitted: Record<string, readonly Purpose[]> = {
  open: purposes,
  'research-only': ['research', 'education'],
  'commercial-internal': ['research', 'education', 'commercial_internal'],
  'commercial-redistribution': ['research', 'education', 'journalism', 'commercial_internal', 'commercial_product'],
  'ai-training': ['research', 'education', 'commercial_internal', 'ai_training'],
};

/** Places in a text that the agreement fills in. */
const blanks = [
  'agreementId',
  'dataset',
  'date',
  'duration',
  'price',
  'provider',
  'buyer',
  'purpose',
  'revision',
  'territory',
];

function textOf(name: string): string {
  return readFileSync(join(projectRoot, 'contracts/licences', name), 'utf8');
}

const numbers = (text: string) => [...text.matchAll(/^## (\d+)\. \S/gm)].map((match) => Number(match[1]));
const blanksIn = (text: string) => [...new Set([...text.matchAll(/\{\{(.*?)\}\}/g)].map((match) => match[1] ?? ''))];

const strict: LicencePolicy = {
  permittedPurposes: ['research'],
  duration: { months: 12 },
  territory: 'VN',
  redistribution: 'prohibited',
  derivedWorks: 'internal',
  aiTraining: 'prohibited',
  attribution: true,
  deletionAtEnd: true,
  reidentification: 'prohibited',
};
const free: LicencePolicy = {
  permittedPurposes: ['research', 'ai_training'],
  duration: { months: null },
  territory: 'worldwide',
  redistribution: 'with-attribution',
  derivedWorks: 'permitted',
  aiTraining: 'permitted',
  attribution: false,
  deletionAtEnd: false,
  reidentification: 'prohibited',
};

describe('The licence templates', () => {
  it('are the five of the exchange, each once', () => {
    assert.deepEqual(licenceTemplates.map((one) => one.id).sort(), Object.keys(permitted).sort());
    for (const { title, summary, version } of licenceTemplates) {
      assert.ok(Number.isInteger(version) && version > 0);
      for (const text of [title.vi, title.en, summary.vi, summary.en]) assert.ok(text.trim().length > 5);
      assert.notEqual(title.vi, title.en);
    }
  });

  for (const template of licenceTemplates) {
    const { id, policy } = template;

    it(`${id} is one text in two languages, clause by clause`, () => {
      const vi = textOf(template.text.vi);
      const en = textOf(template.text.en);
      assert.match(vi, /^# Giấy phép \p{L}/u);
      assert.match(en, /^# .*licence/i);
      const clauses = numbers(vi);
      assert.deepEqual(
        clauses,
        Array.from({ length: 17 }, (_, index) => index + 1),
      );
      assert.deepEqual(numbers(en), clauses);
      assert.deepEqual(blanksIn(vi).sort(), [...blanks].sort());
      assert.deepEqual(blanksIn(en).sort(), [...blanks].sort());
      for (const text of [vi, en]) {
        assert.ok(text.length > 3500, `${text.length} characters`);
        for (const clause of text.split(/^## .*$/m).slice(1)) assert.ok(clause.trim().length > 60, clause);
      }
      assert.match(vi, /[ăâđêôơư]/);
      assert.equal(vi, vi.normalize('NFC'));
    });

    it(`${id} decides by a policy that parses, and permits exactly its purposes`, () => {
      assert.deepEqual(licencePolicySchema.parse(policy), policy);
      const allowed = purposes.filter((purpose) => purposeAllowed(policy, purpose));
      assert.deepEqual(allowed, permitted[id]);
      assert.equal(purposeAllowed(policy, 'ai_training'), policy.aiTraining === 'permitted');
    });
  }
});

describe('A licence policy', () => {
  const wrong: readonly (readonly [string, Record<string, unknown>])[] = [
    ['without a purpose', { permittedPurposes: [] }],
    ['with a purpose nobody knows', { permittedPurposes: ['resale'] }],
    ['with a rule nobody knows', { sublicensing: 'permitted' }],
    ['for no months', { duration: { months: 0 } }],
    ['that permits re-identification', { reidentification: 'permitted' }],
    ['that says nothing on re-identification', { reidentification: undefined }],
  ];
  for (const [what, change] of wrong) {
    it(`${what} does not parse`, () => assert.ok(!licencePolicySchema.safeParse({ ...strict, ...change }).success));
  }

  it('reads as one sentence per rule, in English', () => {
    assert.deepEqual(describePolicy(strict, 'en'), [
      'May be used for: scientific research.',
      'For 12 months from delivery.',
      'Use within Viet Nam only.',
      'The data may not be passed on to third parties.',
      'Derived works stay inside the buyer’s organisation.',
      'May not be used to train AI models.',
      'The provider must be credited.',
      'The data must be deleted, and that confirmed, at the end.',
      'Re-identifying persons is forbidden.',
    ]);
  });

  it('reads as one sentence per rule, in Vietnamese', () => {
    assert.deepEqual(describePolicy(free, 'vi'), [
      'Được dùng cho: nghiên cứu khoa học, huấn luyện mô hình AI.',
      'Không giới hạn thời gian.',
      'Không giới hạn lãnh thổ.',
      'Được cung cấp lại cho bên thứ ba nếu ghi nguồn.',
      'Được tạo và cung cấp sản phẩm dẫn xuất.',
      'Được dùng để huấn luyện mô hình AI.',
      'Không phải xóa bản đã nhận khi hết hạn.',
      'Cấm tái nhận dạng cá nhân.',
    ]);
  });

  it('reads as whole sentences for every template, as many in one language as in the other', () => {
    for (const { id, policy } of licenceTemplates) {
      const vi = describePolicy(policy, 'vi');
      const en = describePolicy(policy, 'en');
      // Eight rules always speak; attribution speaks where it is demanded.
      assert.deepEqual([vi.length, en.length], policy.attribution ? [9, 9] : [8, 8], id);
      for (const [index, sentence] of vi.entries()) {
        assert.match(sentence, /^\p{Lu}.+\.$/u);
        assert.match(en[index] ?? '', /^\p{Lu}.+\.$/u);
        assert.doesNotMatch(`${sentence}${en[index]}`, /undefined|null|true|false/);
        assert.notEqual(sentence, en[index]);
      }
    }
  });

  it('names every purpose in both languages', () => {
    for (const purpose of purposes) {
      const { vi, en } = purposeLabels[purpose];
      assert.ok(vi.length > 5 && en.length > 5 && vi !== en);
    }
  });
});

describe('A licence policy as ODRL', () => {
  const target = 'ds_01k9v3m7q2x8r4t6w0y5z1a3bc';
  const assigner = 'org_01k9v3m7q2x8r4t6w0y5z1a3bc';
  const head = {
    '@context': ['http://www.w3.org/ns/odrl.jsonld', { datasan: 'urn:datasan:purpose:', iso3166: 'urn:iso:3166:' }],
    '@type': 'Offer',
    uid: `urn:datasan:policy:${target}`,
    profile: 'urn:datasan:odrl-profile:1',
    assigner,
  };

  it('states the limits of a strict licence, its duties and what it prohibits', () => {
    assert.deepEqual(toOdrl(strict, target, assigner), {
      ...head,
      permission: [
        {
          target,
          action: 'use',
          constraint: [
            { leftOperand: 'purpose', operator: 'isAnyOf', rightOperand: ['datasan:research'] },
            { leftOperand: 'elapsedTime', operator: 'lteq', rightOperand: 'P12M' },
            { leftOperand: 'spatial', operator: 'eq', rightOperand: 'iso3166:VN' },
          ],
          duty: [{ action: 'attribute' }, { action: 'delete' }],
        },
      ],
      prohibition: [
        { target, action: 'distribute' },
        { target, action: 'datasan:ai_training' },
        { target, action: 'datasan:reidentify' },
      ],
    });
  });

  it('of a free licence permits to distribute and derive, and still prohibits re-identification', () => {
    assert.deepEqual(toOdrl(free, target, assigner), {
      ...head,
      permission: [
        {
          target,
          action: 'use',
          constraint: [
            { leftOperand: 'purpose', operator: 'isAnyOf', rightOperand: ['datasan:research', 'datasan:ai_training'] },
          ],
        },
        { target, action: 'distribute', duty: [{ action: 'attribute' }] },
        { target, action: 'derive' },
      ],
      prohibition: [{ target, action: 'datasan:reidentify' }],
    });
  });

  it('is plain JSON, the same each time, and leaves the policy alone', () => {
    for (const { policy } of licenceTemplates) {
      const before = structuredClone(policy);
      const odrl = toOdrl(policy, target, assigner);
      assert.deepEqual(JSON.parse(JSON.stringify(odrl)), odrl);
      assert.equal(JSON.stringify(toOdrl(policy, target, assigner)), JSON.stringify(odrl));
      assert.deepEqual(policy, before);
    }
  });
});
