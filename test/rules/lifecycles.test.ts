import assert from 'node:assert/strict';
import { type Party, parties } from '../../contracts/common.js';
import { actionsFor, decide, type Lifecycle } from '../../contracts/lifecycle.js';
import { lifecycles, type SubjectName } from '../../contracts/lifecycles.js';
import { Problem, type ProblemCode } from '../../contracts/problems.js';

type Specification = {
  /** Every step between two states, as `from>to`; `>to` is how a subject comes to be. */
  steps: string;
  /** The states in which a subject rests for ever. */
  final: string;
  /** The main path: who does what, and where that leads. */
  path: readonly (readonly [Party, string, string])[];
};

/** Typed by hand from the product's description, so that a slip of a table does not carry its own proof. */
const specified: Record<SubjectName, Specification> = {
  organisation: {
    steps: `>draft draft>submitted needs_info>submitted submitted>verified draft>verified submitted>needs_info
      submitted>rejected verified>suspended suspended>verified draft>closed needs_info>closed verified>closed
      suspended>closed`,
    final: 'rejected closed',
    path: [
      ['system', 'register', 'draft'],
      ['owner', 'submit', 'submitted'],
      ['operator', 'request-info', 'needs_info'],
      ['owner', 'submit', 'submitted'],
      ['operator', 'verify', 'verified'],
      ['regulator', 'suspend', 'suspended'],
      ['operator', 'reinstate', 'verified'],
      ['operator', 'close', 'closed'],
    ],
  },
  revision: {
    steps: `>draft draft>profiling profiling>ready profiling>failed failed>draft ready>published
      published>deprecated published>revoked deprecated>revoked`,
    final: 'revoked',
    path: [
      ['provider', 'open', 'draft'],
      ['provider', 'finalise', 'profiling'],
      ['system', 'pass-profile', 'ready'],
      ['operator', 'publish', 'published'],
      ['provider', 'deprecate', 'deprecated'],
      ['operator', 'revoke', 'revoked'],
    ],
  },
  dataset: {
    steps: `>draft draft>screening needs_changes>screening screening>in_review screening>needs_changes
      in_review>listed in_review>needs_changes in_review>rejected listed>suspended suspended>listed listed>delisted
      suspended>delisted draft>withdrawn in_review>withdrawn needs_changes>withdrawn`,
    final: 'delisted rejected withdrawn',
    path: [
      ['provider', 'create', 'draft'],
      ['provider', 'submit', 'screening'],
      ['system', 'pass-screening', 'in_review'],
      ['operator', 'return', 'needs_changes'],
      ['provider', 'submit', 'screening'],
      ['system', 'pass-screening', 'in_review'],
      ['operator', 'approve', 'listed'],
      ['regulator', 'suspend', 'suspended'],
      ['operator', 'reinstate', 'listed'],
      ['provider', 'delist', 'delisted'],
    ],
  },
  'fee-schedule': {
    steps: '>proposed proposed>approved proposed>dropped',
    final: 'approved dropped',
    path: [
      ['operator', 'propose', 'proposed'],
      ['operator', 'approve', 'approved'],
    ],
  },
  'money-setting': {
    steps: '>proposed proposed>approved proposed>dropped',
    final: 'approved dropped',
    path: [
      ['operator', 'propose', 'proposed'],
      ['operator', 'approve', 'approved'],
    ],
  },
  reserve: {
    steps: '>kept kept>released kept>drawn',
    final: 'released drawn',
    path: [
      ['system', 'keep', 'kept'],
      ['system', 'release', 'released'],
    ],
  },
  'bank-line': {
    steps: `>unmatched >outgoing unmatched>matched unmatched>proposed proposed>matched proposed>unmatched
      unmatched>returned`,
    final: 'matched returned outgoing',
    path: [
      ['operator', 'enter', 'unmatched'],
      ['operator', 'propose', 'proposed'],
      ['operator', 'confirm', 'matched'],
    ],
  },
  repayment: {
    steps: '>owed owed>reported reported>sent reported>owed',
    final: 'sent',
    path: [
      ['system', 'owe', 'owed'],
      ['operator', 'report-sent', 'reported'],
      ['operator', 'deny-sent', 'owed'],
      ['operator', 'report-sent', 'reported'],
      ['operator', 'confirm-sent', 'sent'],
    ],
  },
  offer: {
    steps: '>open open>closed',
    final: 'closed',
    path: [
      ['provider', 'make', 'open'],
      ['provider', 'close', 'closed'],
    ],
  },
  request: {
    steps: `>draft draft>submitted returned>submitted submitted>approved submitted>returned submitted>declined
      draft>withdrawn submitted>withdrawn returned>withdrawn draft>lapsed submitted>lapsed returned>lapsed
      submitted>countered countered>countered countered>approved countered>declined countered>withdrawn countered>lapsed`,
    final: 'approved declined withdrawn lapsed',
    path: [
      ['buyer', 'draft', 'draft'],
      ['buyer', 'submit', 'submitted'],
      ['provider', 'return', 'returned'],
      ['buyer', 'submit', 'submitted'],
      ['provider', 'counter', 'countered'],
      ['buyer', 'counter', 'countered'],
      ['provider', 'accept', 'approved'],
    ],
  },
  agreement: {
    steps: `>proposed proposed>sealed proposed>refused proposed>lapsed sealed>ending ending>sealed ending>terminated`,
    final: 'refused lapsed terminated',
    path: [
      ['provider', 'propose', 'proposed'],
      ['buyer', 'seal', 'sealed'],
      ['provider', 'give-notice', 'ending'],
      ['system', 'terminate', 'terminated'],
    ],
  },
  order: {
    steps: `>awaiting_payment >paid awaiting_payment>paid awaiting_payment>cancelled awaiting_payment>expired
      paid>fulfilling fulfilling>delivered fulfilling>stuck stuck>fulfilling stuck>refunding delivered>refunding
      paid>refunding fulfilling>refunding refunding>refunded delivered>accepted accepted>settled accepted>refunding
      settled>refunding refunded>refunding paid>disputed fulfilling>disputed stuck>disputed delivered>disputed
      accepted>disputed settled>disputed disputed>accepted disputed>settled disputed>paid disputed>refunding
      disputed>refunded awaiting_payment>payment_stated payment_stated>paid payment_stated>disputed
      disputed>awaiting_payment`,
    final: 'cancelled expired',
    path: [
      ['buyer', 'place', 'awaiting_payment'],
      ['system', 'pay', 'paid'],
      ['system', 'fulfil', 'fulfilling'],
      ['system', 'stick', 'stuck'],
      ['operator', 'retry', 'fulfilling'],
      ['system', 'deliver', 'delivered'],
      ['buyer', 'accept', 'accepted'],
      ['system', 'settle', 'settled'],
    ],
  },
  entitlement: {
    steps: `>active active>expiring active>grace expiring>grace grace>expired active>active expiring>active grace>active
      active>suspended expiring>suspended suspended>active active>revoked expiring>revoked grace>revoked
      suspended>revoked`,
    final: 'expired revoked',
    path: [
      ['system', 'grant', 'active'],
      ['regulator', 'suspend', 'suspended'],
      ['operator', 'resume', 'active'],
      ['system', 'warn', 'expiring'],
      ['system', 'lapse', 'grace'],
      ['provider', 'extend', 'active'],
      ['system', 'lapse', 'grace'],
      ['system', 'expire', 'expired'],
    ],
  },
  bundle: {
    steps: '>queued queued>ready queued>failed ready>expired',
    final: 'failed expired',
    path: [
      ['regulator', 'request', 'queued'],
      ['system', 'finish', 'ready'],
      ['system', 'expire', 'expired'],
    ],
  },
  flag: {
    steps: '>open open>closed closed>open',
    final: '',
    path: [
      ['system', 'raise', 'open'],
      ['regulator', 'close', 'closed'],
      ['system', 'reopen', 'open'],
    ],
  },
  question: {
    steps: `>open open>answered overdue>answered open>overdue answered>open open>closed overdue>closed
      answered>closed`,
    final: 'closed',
    path: [
      ['regulator', 'ask', 'open'],
      ['owner', 'answer', 'answered'],
      ['regulator', 'ask-again', 'open'],
      ['system', 'fall-overdue', 'overdue'],
      ['owner', 'answer', 'answered'],
      ['regulator', 'close', 'closed'],
    ],
  },
  bid: {
    steps: `>draft draft>submitted returned>submitted submitted>open submitted>returned submitted>rejected open>rejected
      open>matched draft>closed submitted>closed returned>closed open>closed`,
    final: 'matched closed rejected',
    path: [
      ['buyer', 'create', 'draft'],
      ['buyer', 'submit', 'submitted'],
      ['operator', 'return', 'returned'],
      ['buyer', 'submit', 'submitted'],
      ['operator', 'approve', 'open'],
      ['buyer', 'match', 'matched'],
    ],
  },
  takedown: {
    steps: `>requested requested>done overdue>done requested>answered overdue>answered requested>overdue
      requested>withdrawn overdue>withdrawn`,
    final: 'done answered withdrawn',
    path: [
      ['regulator', 'request', 'requested'],
      ['system', 'fall-overdue', 'overdue'],
      ['operator', 'comply', 'done'],
    ],
  },
  incident: {
    steps: `>open open>past_24h open>past_48h past_24h>past_48h open>past_66h past_24h>past_66h past_48h>past_66h
      open>overdue past_24h>overdue past_48h>overdue past_66h>overdue open>sent past_24h>sent past_48h>sent
      past_66h>sent overdue>sent sent>closed`,
    final: 'closed',
    path: [
      ['owner', 'open', 'open'],
      ['system', 'alert-24h', 'past_24h'],
      ['system', 'alert-48h', 'past_48h'],
      ['system', 'alert-66h', 'past_66h'],
      ['owner', 'send', 'sent'],
      ['regulator', 'close', 'closed'],
    ],
  },
  payout: {
    steps: `>pending pending>in_transit pending>paid in_transit>paid pending>failed in_transit>failed paid>failed
      pending>cancelled in_transit>cancelled failed>cancelled failed>pending`,
    final: 'cancelled',
    path: [
      ['system', 'plan', 'pending'],
      ['operator', 'send', 'in_transit'],
      ['operator', 'return', 'failed'],
      ['provider', 'retry', 'pending'],
      ['system', 'depart', 'in_transit'],
      ['system', 'arrive', 'paid'],
      ['system', 'bounce', 'failed'],
    ],
  },
  'money-case': {
    steps: '>open open>explained explained>explained explained>closed open>closed',
    final: 'closed',
    path: [
      ['system', 'find', 'open'],
      ['operator', 'explain', 'explained'],
      ['operator', 'close', 'closed'],
    ],
  },
  evaluation: {
    steps: '>opened opened>ended opened>stopped opened>expired',
    final: 'ended stopped expired',
    path: [
      ['buyer', 'open', 'opened'],
      ['provider', 'stop', 'stopped'],
    ],
  },
  dispute: {
    steps: `>opened opened>late opened>acknowledged late>acknowledged acknowledged>evidence proposal>evidence
      acknowledged>proposal evidence>proposal proposal>proposal proposal>resolved acknowledged>decided evidence>decided
      proposal>decided decided>escalated decided>resolved escalated>resolved opened>resolved late>resolved
      acknowledged>resolved evidence>resolved opened>withdrawn late>withdrawn acknowledged>withdrawn
      evidence>withdrawn proposal>withdrawn`,
    final: 'resolved withdrawn',
    path: [
      ['buyer', 'open', 'opened'],
      ['operator', 'acknowledge', 'acknowledged'],
      ['operator', 'ask-evidence', 'evidence'],
      ['provider', 'propose', 'proposal'],
      ['buyer', 'decline-proposal', 'evidence'],
      ['operator', 'decide', 'decided'],
      ['buyer', 'appeal', 'escalated'],
      ['regulator', 'rule', 'resolved'],
    ],
  },
  override: {
    steps: '>proposed proposed>granted proposed>refused granted>refused',
    final: 'refused',
    path: [
      ['provider', 'propose', 'proposed'],
      ['operator', 'grant', 'granted'],
      ['operator', 'refuse', 'refused'],
    ],
  },
  'listing-report': {
    steps: '>received received>looking received>upheld looking>upheld received>dismissed looking>dismissed',
    final: 'upheld dismissed',
    path: [
      ['system', 'receive', 'received'],
      ['operator', 'look', 'looking'],
      ['operator', 'uphold', 'upheld'],
    ],
  },
  appraisal: {
    steps: '>engaged engaged>delivered engaged>withdrawn',
    final: 'delivered withdrawn',
    path: [
      ['owner', 'engage', 'engaged'],
      ['owner', 'deliver', 'delivered'],
    ],
  },
  'participant-certificate': {
    steps: `>entered entered>confirmed entered>refused entered>expired confirmed>expired confirmed>withdrawn`,
    final: 'refused expired withdrawn',
    path: [
      ['owner', 'enter', 'entered'],
      ['operator', 'confirm', 'confirmed'],
      ['system', 'expire', 'expired'],
    ],
  },
  'payment-account': {
    steps: '>entered entered>verified entered>refused verified>refused entered>replaced verified>replaced',
    final: 'refused replaced',
    path: [
      ['owner', 'enter', 'entered'],
      ['operator', 'verify', 'verified'],
      ['owner', 'replace', 'replaced'],
    ],
  },
};

/** What happens by itself, and by which clock or moment. */
const byItself = [
  'agreement.lapse after agreement-window',
  'agreement.terminate at endsAt',
  'bid.lapse at closesAt',
  'bundle.expire at expiresAt',
  'dispute.conclude at appealDueAt',
  'dispute.fall-late at acknowledgeDueAt',
  'entitlement.expire after access-grace',
  'entitlement.lapse at expiresAt',
  'entitlement.warn at expiresAt, access-warning before',
  'evaluation.expire at expiresAt',
  'incident.alert-24h at dueAt, incident-first-alert before',
  'incident.alert-48h at dueAt, incident-second-alert before',
  'incident.alert-66h at dueAt, incident-last-alert before',
  'incident.fall-overdue at dueAt',
  'offer.expire at validUntil',
  'order.auto-accept after acceptance',
  'order.expire after payment-window',
  'order.leave-payment after payment-answer',
  'order.refund-undelivered at accessDueBy',
  'order.stick after fulfilment-stall',
  'participant-certificate.expire at expiresAt',
  'question.fall-overdue at dueAt',
  'request.lapse after request-lapse',
  'reserve.release at dueAt',
  'takedown.fall-overdue at dueAt',
];

const words = (text: string) => text.split(/\s+/).filter((word) => word !== '');
const tables = Object.entries(lifecycles) as [SubjectName, Lifecycle][];
const actionsIn = (table: Lifecycle) => [...new Set(table.transitions.map((row) => row.action))];

function refusal(table: Lifecycle, state: string | null, action: string, party: Party): ProblemCode | null {
  try {
    decide(table, state, action, [party]);
    return null;
  } catch (error) {
    assert.ok(error instanceof Problem);
    assert.equal(error.status, error.code === 'role-required' ? 403 : 409);
    for (const text of Object.values(error.detail)) assert.doesNotMatch(text, /undefined|null/);
    return error.code;
  }
}

for (const [subject, table] of tables) {
  const { steps, final, path } = specified[subject];

  describe(`The lifecycle of the ${table.name.en}`, () => {
    it('has the steps that the product describes, and no other', () => {
      const drawn = table.transitions.flatMap((row) =>
        row.from.length === 0 ? [`>${row.to}`] : row.from.map((from) => `${from}>${row.to}`),
      );
      assert.deepEqual([...new Set(drawn)].sort(), words(steps).sort());
    });

    it('can be walked along its main path by the parties it names', () => {
      let state: string | null = null;
      for (const [party, action, next] of path) {
        state = decide(table, state, action, [party]).to;
        assert.equal(state, next, `${party} ${action}`);
      }
    });

    it('lets a party do what its row says and refuses everything else with the right problem', () => {
      for (const state of [null, ...Object.keys(table.states)]) {
        for (const action of actionsIn(table)) {
          for (const party of parties) {
            const theirs = table.transitions.filter((row) => row.action === action && row.by.includes(party));
            const open = theirs.some((row) => (state === null ? row.from.length === 0 : row.from.includes(state)));
            const expected = theirs.length === 0 ? 'role-required' : open ? null : 'transition-refused';
            assert.equal(refusal(table, state, action, party), expected, `${party} ${action} from ${state}`);
          }
        }
      }
    });

    it('offers each party on the screen exactly what it may do, but for what has an operation of its own', () => {
      for (const state of Object.keys(table.states)) {
        for (const party of parties) {
          const possible = actionsIn(table).filter((action) => refusal(table, state, action, party) === null);
          const guided = table.transitions.filter((row) => row.guided).map((row) => row.action);
          const shown = actionsFor(table, state, [party]);
          assert.deepEqual(
            shown.map((one) => one.action),
            possible.filter((action) => !guided.includes(action)),
            `${party} in ${state}`,
          );
          for (const one of shown) {
            const row = table.transitions.find((other) => other.action === one.action);
            assert.deepEqual(
              [one.label, one.reason, one.tone],
              [row?.label, row?.reason ?? 'none', row?.tone ?? 'neutral'],
            );
          }
        }
      }
    });

    it('reaches every state, and rests only where the product says', () => {
      const reached = new Set<string>();
      for (let before = -1; before < reached.size; ) {
        before = reached.size;
        for (const row of table.transitions) {
          if (row.from.length === 0 || row.from.some((from) => reached.has(from))) reached.add(row.to);
        }
      }
      assert.deepEqual([...reached].sort(), Object.keys(table.states).sort());
      const resting = Object.keys(table.states).filter(
        (state) => !table.transitions.some((row) => row.from.includes(state)),
      );
      assert.deepEqual(resting.sort(), words(final).sort());
    });

    it('names itself, every state and every step in both languages', () => {
      const labels = [table.name, ...Object.values(table.states), ...table.transitions.map((row) => row.label)];
      for (const { vi, en } of labels) {
        assert.ok(vi.trim().length > 1 && en.trim().length > 1, `${vi} / ${en}`);
        assert.notEqual(vi, en);
      }
    });
  });
}

describe('The lifecycles together', () => {
  it('move by themselves by these clocks and no other', () => {
    const found = tables.flatMap(([subject, table]) =>
      table.transitions.flatMap((row) => {
        if (row.after === undefined && row.at === undefined) return [];
        assert.ok(row.by.includes('system'), `${subject}.${row.action} is the system's to do`);
        const before = row.at?.before === undefined ? '' : `, ${row.at.before} before`;
        return [`${subject}.${row.action} ${row.after ? `after ${row.after}` : `at ${row.at?.column}${before}`}`];
      }),
    );
    assert.deepEqual(found.sort(), byItself);
  });

  it('ask a second person for every approval by the operator and the provider', () => {
    const found = tables.flatMap(([subject, table]) =>
      table.transitions.filter((row) => row.fourEyes).map((row) => `${subject}.${row.action}`),
    );
    assert.deepEqual(found, [
      'organisation.verify',
      'organisation.reject',
      'revision.publish',
      'dataset.approve',
      'dataset.reject',
      'request.approve',
      'fee-schedule.approve',
      'bank-line.confirm',
      'repayment.confirm-sent',
      'payout.confirm',
      'money-case.close',
      'override.grant',
      'participant-certificate.confirm',
      'payment-account.verify',
      'money-setting.approve',
    ]);
  });

  it('start a free order as paid and a priced one as awaiting payment', () => {
    assert.equal(decide(lifecycles.order, null, 'place-free', ['buyer']).to, 'paid');
    assert.equal(decide(lifecycles.order, null, 'place', ['buyer']).to, 'awaiting_payment');
  });
});
