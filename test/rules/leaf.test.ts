import assert from 'node:assert/strict';
import { eventSentence } from '../../contracts/audit.js';
import { entryIn, type Leaf, readLeaf, requireSame, type ShownEvent } from '../../contracts/leaf.js';
import { joined, ProofFault, utf8 } from '../../contracts/proofs.js';

const hash = `sha256:${'ab'.repeat(32)}`;
const data = { from: 'stuck', to: 'refunding', reason: 'Giao nhầm tệp' };
const shown: ShownEvent = {
  id: 'evt_1',
  type: 'order.refund',
  at: '2026-11-23T03:15:00.000Z',
  sentence: eventSentence('order.refund', data),
  organisation: 'org_1',
  person: null,
  subject: { kind: 'order', id: 'ord_1' },
  about: ['ord_1', 'org_1'],
  data,
};
const leaf: Leaf = {
  v: 'datasan-event/1',
  id: 'evt_1',
  type: 'order.refund',
  at: '2026-11-23T03:15:00.000Z',
  actor: { kind: 'member', role: 'admin', organisation: 'org_1', person: null },
  subject: { kind: 'order', id: 'ord_1' },
  about: ['ord_1', 'org_1'],
  data: { ...data, reason: hash },
};

describe('An event on screen and its leaf', () => {
  it('are the same when every part that is shown is, people’s own words standing as hashes', () => {
    requireSame(leaf, shown);
    requireSame(leaf, { id: shown.id, type: shown.type, at: shown.at });
  });

  const changes: readonly (readonly [string, Partial<ShownEvent>])[] = [
    ['id', { id: 'evt_2' }],
    ['type', { type: 'order.cancel' }],
    ['time', { at: '2026-11-23T03:15:00.001Z' }],
    ['organisation', { organisation: 'org_2' }],
    ['organisation', { organisation: null }],
    ['person', { person: 'ab' }],
    ['subject', { subject: { kind: 'order', id: 'ord_2' } }],
    ['ids', { about: ['ord_1'] }],
    ['content', { data: { ...data, to: 'refunded' } }],
    ['content', { data: { ...data, more: 1 } }],
    ['content', { data: { ...data, reason: null } }],
    ['sentence', { sentence: { vi: 'Khác', en: 'Another' } }],
  ];
  for (const [part, change] of changes) {
    it(`differ when the screen shows ${JSON.stringify(change)}`, () => {
      assert.throws(() => requireSame(leaf, { ...shown, ...change }), new RegExp(`The ${part} of the event on screen`));
    });
  }

  it('differ when the screen shows a reason where the log has none', () => {
    const silent = { ...leaf, data: { ...data, reason: null } };
    assert.throws(() => requireSame(silent, shown), /content/);
  });

  it('of a confidential event are compared in what the log shows of it', () => {
    const { subject, about, data: _, ...open } = leaf;
    const hidden: Leaf = { ...open, hidden: hash };
    assert.ok(subject && about);
    requireSame(hidden, shown);
    assert.throws(() => requireSame(hidden, { ...shown, at: '2026-11-23T03:15:01.000Z' }), ProofFault);
  });
});

describe('The bytes of an entry', () => {
  it('are read as an event of this form alone', () => {
    assert.deepEqual(readLeaf(utf8(JSON.stringify(leaf))), leaf);
    for (const text of ['', 'null', '{}', '[]', '{"v":"datasan-event/2"}']) {
      assert.throws(() => readLeaf(utf8(text)), ProofFault, text);
    }
    assert.throws(() => readLeaf(Uint8Array.of(0x7b, 0xff, 0x7d)), ProofFault);
  });

  it('are cut out of a bundle; one cut short is refused', () => {
    const bundle = joined([Uint8Array.of(0, 2), utf8('ab'), Uint8Array.of(0, 0), Uint8Array.of(0, 3), utf8('xyz')]);
    assert.deepEqual(
      [0, 1, 2].map((place) => new TextDecoder().decode(entryIn(bundle, place))),
      ['ab', '', 'xyz'],
    );
    assert.throws(() => entryIn(bundle, 3), ProofFault);
    assert.throws(() => entryIn(bundle.slice(0, -1), 2), ProofFault);
  });
});
