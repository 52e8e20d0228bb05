import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decide, decideOdrl, type UseFacts } from '../../contracts/licences/decide.js';
import { fromOdrl, readPolicy, toOdrl } from '../../contracts/licences/odrl.js';
import {
  describePolicy,
  type LicencePolicy,
  licencePolicySchema,
  type Purpose,
  purposeAllowed,
  purposeLabels,
  purposes,
  userClasses,
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
  userClass: 'any',
  seats: null,
  quota: null,
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
  userClass: 'any',
  seats: null,
  quota: null,
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
    assert.deepEqual(toOdrl(strict, { target, assigner }, 1), {
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
    assert.deepEqual(toOdrl(free, { target, assigner }, 1), {
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
      const odrl = toOdrl(policy, { target, assigner });
      assert.deepEqual(JSON.parse(JSON.stringify(odrl)), odrl);
      assert.equal(JSON.stringify(toOdrl(policy, { target, assigner })), JSON.stringify(odrl));
      assert.deepEqual(policy, before);
    }
  });

  const sent = { target, assigner, assignee: 'org_01k9v3m7q2x8r4t6w0y5z1a3bd', priceVnd: 2_500_000 };

  it('read back is the policy that was written, for every combination of rules', () => {
    let tried = 0;
    for (const policy of everyPolicy()) {
      tried += 1;
      const frame = tried % 2 === 0 ? sent : { target, assigner };
      const odrl: unknown = JSON.parse(JSON.stringify(toOdrl(policy, frame)));
      assert.deepEqual(fromOdrl(odrl), { policy, frame });
    }
    assert.ok(tried > 1_000, String(tried));
  });

  it('is not read with anything added, taken away or changed in it', () => {
    const wanted: LicencePolicy = { ...strict, seats: 5, userClass: 'academic', quota: { per: 'month', calls: 100 } };
    const odrl = JSON.parse(JSON.stringify(toOdrl(wanted, sent))) as unknown;
    assert.ok(fromOdrl(odrl));
    let spoiled = 0;
    for (const broken of spoilings(odrl)) {
      spoiled += 1;
      const read = fromOdrl(broken);
      // Another value of the same rule is another policy; it never passes for this one.
      if (read) assert.notDeepEqual(read, { policy: wanted, frame: sent }, JSON.stringify(broken));
    }
    assert.ok(spoiled > 80, String(spoiled));
    for (const nothing of [null, undefined, 7, 'Offer', [], {}, [odrl]]) assert.equal(fromOdrl(nothing), null);
    const lenient = structuredClone(odrl) as { prohibition: unknown[] };
    lenient.prohibition.pop();
    assert.equal(fromOdrl(lenient), null, 're-identification is prohibited, or nothing is permitted');
  });

  it('of an agreement permits nothing when it says something else than the policy beside it', () => {
    const odrl = toOdrl(strict, sent);
    assert.deepEqual(readPolicy({ policy: strict, odrl }), strict);
    assert.equal(readPolicy({ policy: { ...strict, territory: 'worldwide' }, odrl }), null);
    assert.equal(readPolicy({ policy: { ...strict, resale: 'permitted' }, odrl }), null);
    assert.equal(readPolicy({ policy: strict }), null);
    // As agreements were made before seats, classes and quotas.
    const { userClass, seats, quota, ...early } = free;
    assert.deepEqual(readPolicy({ policy: early, odrl: toOdrl(free, { target, assigner }, 1) }), free);
  });
});

describe('A decision on a use', () => {
  const facts: UseFacts = { purpose: 'research', action: 'use', at: new Date('2026-11-27') };
  const limited: LicencePolicy = {
    ...strict,
    ...{ userClass: 'academic', seats: 2, quota: { per: 'term', calls: 10 } },
  };
  const cases: readonly (readonly [string, LicencePolicy, Partial<UseFacts>, string | null])[] = [
    ['a permitted purpose', strict, {}, null],
    ['another purpose', strict, { purpose: 'journalism' }, 'purpose'],
    ['passing on', strict, { action: 'distribute' }, 'redistribution'],
    ['passing on where it is permitted', free, { action: 'distribute' }, null],
    ['training', strict, { action: 'ai_training' }, 'ai-training'],
    ['publishing results', { ...strict, derivedWorks: 'publishable-results' }, { action: 'publish_results' }, null],
    [
      'a derived work where only results may be published',
      { ...strict, derivedWorks: 'publishable-results' },
      { action: 'derive' },
      'derived-works',
    ],
    ['a use after the end', strict, { endsAt: new Date('2026-11-27') }, 'duration'],
    ['a use before the end', strict, { endsAt: new Date('2026-11-28') }, null],
    ['a use abroad', strict, { country: 'SG' }, 'territory'],
    ['a use abroad where it is permitted', free, { country: 'SG' }, null],
    ['a business under an academic licence', limited, { userClass: 'commercial' }, 'user-class'],
    ['a buyer of no known class under an academic licence', limited, { userClass: null }, 'user-class'],
    ['a reader without a seat', limited, { seated: false }, 'seats'],
    ['one call too many', limited, { used: { calls: 11, bytes: 0 } }, 'quota'],
    ['the last call', limited, { used: { calls: 10, bytes: 1_000_000 } }, null],
  ];
  for (const [what, policy, change, refusedBy] of cases) {
    it(`on ${what} is ${refusedBy === null ? 'yes' : `no, by the rule ${refusedBy}`}`, () => {
      const decision = decide(policy, { ...facts, ...change });
      assert.deepEqual([decision.allowed, decision.allowed ? null : decision.rule], [refusedBy === null, refusedBy]);
      for (const { sentence } of decision.rulings) assert.ok(sentence.vi && sentence.en && sentence.vi !== sentence.en);
      const odrl = toOdrl(policy, { target: 'ds', assigner: 'org' });
      assert.deepEqual(decideOdrl(odrl, { ...facts, ...change }), decision);
    });
  }

  it('on a policy that cannot be read is no', () => {
    const odrl = { ...toOdrl(free, { target: 'ds', assigner: 'org' }), obligation: [] };
    const { allowed, rule } = decideOdrl(odrl, facts);
    assert.deepEqual([allowed, rule], [false, 'profile']);
  });
});

function* everyPolicy(): Generator<LicencePolicy> {
  const quotas: LicencePolicy['quota'][] = [
    null,
    { per: 'month', calls: 1_000 },
    { per: 'term', bytes: 5_000_000_000 },
    { per: 'term', calls: 7, bytes: 9 },
  ];
  for (const derivedWorks of ['internal', 'publishable-results', 'permitted'] as const)
    for (const redistribution of ['prohibited', 'with-attribution'] as const)
      for (const aiTraining of ['prohibited', 'permitted'] as const)
        for (const territory of ['VN', 'worldwide'] as const)
          for (const userClass of userClasses)
            for (const quota of quotas)
              for (const base of [strict, free])
                for (const seats of [null, 1, 250])
                  yield { ...base, derivedWorks, redistribution, aiTraining, territory, userClass, quota, seats };
}

/** The document with one key removed, added or changed, at every place in it. */
function* spoilings(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    for (const [index, one] of value.entries()) {
      yield value.filter((_, at) => at !== index);
      for (const broken of spoilings(one)) yield value.map((each, at) => (at === index ? broken : each));
    }
    yield [...value, { action: 'sublicense' }];
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, one] of Object.entries(value)) {
      yield Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
      for (const broken of spoilings(one)) yield { ...value, [key]: broken };
    }
    yield { ...value, 'urn:else': true };
  } else yield typeof value === 'number' ? value + 1 : `${String(value)}x`;
}
