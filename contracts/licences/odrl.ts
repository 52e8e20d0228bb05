import { type LicencePolicy, licencePolicySchema, purposes } from './policy.js';

type Odrl = Record<string, unknown>;

/** Who offers what to whom, and for how much: what a policy is about. `assignee` and `priceVnd` where they are known. */
export type OdrlFrame = { target: string; assigner: string; assignee?: string; priceVnd?: number };

const context = (profile: 1 | 2) => [
  'http://www.w3.org/ns/odrl.jsonld',
  { datasan: profile === 1 ? 'urn:datasan:purpose:' : 'urn:datasan:profile:2:', iso3166: 'urn:iso:3166:' },
];

/**
 * The policy as a W3C ODRL 2.2 offer (with an assignee: agreement) in JSON-LD, in the exchange's closed profile. The second
 * profile adds seats, class of buyer, quota and the duty to pay; the first is what older agreements carry. Pure.
 */
export function toOdrl(policy: LicencePolicy, frame: OdrlFrame, profile: 1 | 2 = 2): Odrl {
  const { target, assigner, assignee } = frame;
  const duties: Odrl[] = [
    ...(policy.attribution ? [{ action: 'attribute' }] : []),
    ...(policy.deletionAtEnd ? [{ action: 'delete' }] : []),
    ...(profile === 2 && frame.priceVnd !== undefined && frame.priceVnd > 0 ? [compensation(frame.priceVnd)] : []),
  ];
  const use: Odrl = {
    ...{ target, action: 'use', constraint: constraintsOf(policy, profile) },
    ...(duties.length > 0 ? { duty: duties } : {}),
  };
  const forbid = (action: string): Odrl => ({ target, action });
  return {
    '@context': context(profile),
    '@type': assignee === undefined ? 'Offer' : 'Agreement',
    uid: `urn:datasan:policy:${target}`,
    profile: `urn:datasan:odrl-profile:${profile}`,
    assigner,
    ...(assignee === undefined ? {} : { assignee }),
    permission: [
      use,
      ...(policy.redistribution === 'with-attribution'
        ? [{ target, action: 'distribute', duty: [{ action: 'attribute' }] }]
        : []),
      ...(policy.derivedWorks === 'internal' ? [] : [derivation(policy, target, profile)]),
    ],
    prohibition: [
      ...(policy.redistribution === 'prohibited' ? [forbid('distribute')] : []),
      ...(policy.aiTraining === 'prohibited' ? [forbid('datasan:ai_training')] : []),
      forbid('datasan:reidentify'),
    ],
  };
}

function constraintsOf(policy: LicencePolicy, profile: 1 | 2): Odrl[] {
  const limit = (leftOperand: string, operator: string, rightOperand: unknown): Odrl => ({
    leftOperand,
    operator,
    rightOperand,
  });
  const first = [
    limit(
      'purpose',
      'isAnyOf',
      policy.permittedPurposes.map((one) => `datasan:${one}`),
    ),
    ...(policy.duration.months === null ? [] : [limit('elapsedTime', 'lteq', `P${policy.duration.months}M`)]),
    ...(policy.territory === 'VN' ? [limit('spatial', 'eq', 'iso3166:VN')] : []),
  ];
  if (profile === 1) return first;
  const { quota, seats, userClass } = policy;
  return [
    ...first,
    ...(userClass === 'any' ? [] : [limit('datasan:userClass', 'eq', `datasan:${userClass}`)]),
    ...(seats === null ? [] : [limit('datasan:seats', 'lteq', seats)]),
    ...(quota?.calls === undefined ? [] : [limit(`datasan:calls_per_${quota.per}`, 'lteq', quota.calls)]),
    ...(quota?.bytes === undefined ? [] : [limit(`datasan:bytes_per_${quota.per}`, 'lteq', quota.bytes)]),
  ];
}

/** In the first profile, publishing results and supplying derived works were one permission; the second tells them apart. */
function derivation(policy: LicencePolicy, target: string, profile: 1 | 2): Odrl {
  if (profile === 1 || policy.derivedWorks === 'permitted') return { target, action: 'derive' };
  return { target, action: 'datasan:publish_results' };
}

function compensation(priceVnd: number): Odrl {
  return {
    action: 'compensate',
    constraint: [{ leftOperand: 'payAmount', operator: 'eq', rightOperand: priceVnd, unit: 'urn:iso:4217:VND' }],
  };
}

export type ReadTerms = { policy: LicencePolicy; frame: OdrlFrame };

/**
 * Reads a policy back. Gives null for whatever this exchange would not have written itself: an unknown profile, rule, operator,
 * operand, duty or key, a missing prohibition, a malformed value. What cannot be read permits nothing (fail closed). Pure.
 * `derivedWorks` of the first profile is read as the narrower of its two meanings.
 */
export function fromOdrl(document: unknown): ReadTerms | null {
  const odrl = record(document);
  const profile =
    odrl?.profile === 'urn:datasan:odrl-profile:2' ? 2 : odrl?.profile === 'urn:datasan:odrl-profile:1' ? 1 : 0;
  if (!odrl || profile === 0) return null;
  const permissions = list(odrl.permission);
  const use = permissions.find((one) => one.action === 'use');
  if (!use || typeof use.target !== 'string' || typeof odrl.assigner !== 'string') return null;
  const policy = licencePolicySchema.safeParse(candidate(odrl, use));
  if (!policy.success) return null;
  const pay = list(list(use.duty).find((one) => one.action === 'compensate')?.constraint)[0]?.rightOperand;
  const frame: OdrlFrame = {
    ...{ target: use.target, assigner: odrl.assigner },
    ...(typeof odrl.assignee === 'string' ? { assignee: odrl.assignee } : {}),
    ...(typeof pay === 'number' && Number.isSafeInteger(pay) && pay > 0 ? { priceVnd: pay } : {}),
  };
  // Whatever was not understood is missing when it is written again.
  return same(toOdrl(policy.data, frame, profile), odrl) ? { policy: policy.data, frame } : null;
}

/** What the document seems to say; whether that is all it says is asked by writing it again. */
function candidate(odrl: Odrl, use: Odrl): Odrl {
  const operand = (name: string) => list(use.constraint).find((one) => one.leftOperand === name)?.rightOperand;
  const allows = (action: string) => list(odrl.permission).some((one) => one.action === action);
  const forbids = (action: string) => list(odrl.prohibition).some((one) => one.action === action);
  const owes = (action: string) => list(use.duty).some((one) => one.action === action);
  const named = Array.isArray(operand('purpose')) ? (operand('purpose') as unknown[]) : [];
  const elapsed = operand('elapsedTime');
  const months = /^P(\d{1,3})M$/.exec(String(elapsed))?.[1];
  const userClass = operand('datasan:userClass');
  return {
    permittedPurposes: named.map((one) => purposes.find((purpose) => `datasan:${purpose}` === one)),
    duration: { months: elapsed === undefined ? null : Number(months) },
    territory: operand('spatial') === undefined ? 'worldwide' : 'VN',
    redistribution: allows('distribute') ? 'with-attribution' : 'prohibited',
    derivedWorks: derivedWorks(odrl, allows),
    aiTraining: forbids('datasan:ai_training') ? 'prohibited' : 'permitted',
    attribution: owes('attribute'),
    deletionAtEnd: owes('delete'),
    reidentification: forbids('datasan:reidentify') ? 'prohibited' : 'permitted',
    userClass: userClass === undefined ? 'any' : String(userClass).replace(/^datasan:/, ''),
    seats: operand('datasan:seats') ?? null,
    quota: quotaIn(operand),
  };
}

function derivedWorks(odrl: Odrl, allows: (action: string) => boolean): string {
  if (allows('datasan:publish_results')) return 'publishable-results';
  if (!allows('derive')) return 'internal';
  return odrl.profile === 'urn:datasan:odrl-profile:1' ? 'publishable-results' : 'permitted';
}

function quotaIn(operand: (name: string) => unknown): Odrl | null {
  for (const per of ['month', 'term'] as const) {
    const calls = operand(`datasan:calls_per_${per}`);
    const bytes = operand(`datasan:bytes_per_${per}`);
    if (calls === undefined && bytes === undefined) continue;
    return { per, ...(calls === undefined ? {} : { calls }), ...(bytes === undefined ? {} : { bytes }) };
  }
  return null;
}

function record(value: unknown): Odrl | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Odrl) : null;
}

function list(value: unknown): Odrl[] {
  return Array.isArray(value) ? value.map(record).filter((one) => one !== null) : [];
}

/** Whether two JSON values are the same, whatever the order of their keys. */
function same(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) || Array.isArray(other)) {
    if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
    return one.every((value, index) => same(value, other[index]));
  }
  const [a, b] = [record(one), record(other)];
  if (!a || !b) return Object.is(one, other);
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}

/**
 * The policy of a sealed agreement (`licence` of its document). Null, and so nothing permitted, where its JSON-LD cannot be read or
 * says something else than the policy beside it.
 */
export function readPolicy(licence: unknown): LicencePolicy | null {
  const { policy, odrl } = record(licence) ?? {};
  const stated = licencePolicySchema.safeParse(policy);
  const read = fromOdrl(odrl);
  if (!stated.success || !read) return null;
  const first = record(odrl)?.profile === 'urn:datasan:odrl-profile:1';
  const { derivedWorks: said } = stated.data;
  const narrowed =
    first && said === 'permitted' ? { ...stated.data, derivedWorks: 'publishable-results' } : stated.data;
  return same(narrowed, read.policy) ? stated.data : null;
}
