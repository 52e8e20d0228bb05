import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type Bytes,
  formatTlogProof,
  openCheckpoint,
  ProofFault,
  parseTlogProof,
  parseVerifierKey,
  tilePath,
  toHex,
  utf8,
  verifyConsistency,
  verifyInclusion,
} from '../../contracts/proofs.js';
import { leafOf } from '../../server/audit/leaf.js';
import { prover } from '../../server/audit/proofs.js';
import { ed25519, newSigningKey, openSigner } from '../../server/audit/signer.js';
import type { AuditEvent } from '../../server/audit/tables.js';
import { append, type Edge, hashLeaf, hashNode, hashOf, rootOf, tileWidth } from '../../server/audit/tree.js';

const fromHex = (hex: string): Bytes => new Uint8Array(Buffer.from(hex, 'hex'));

/** Root of a list of leaf hashes, straight from RFC 6962, 2.1. */
function plainRoot(leaves: readonly Bytes[]): Bytes {
  if (leaves.length === 0) return hashOf();
  if (leaves.length === 1) return leaves[0] as Bytes;
  let left = 1;
  while (left * 2 < leaves.length) left *= 2;
  return hashNode(plainRoot(leaves.slice(0, left)), plainRoot(leaves.slice(left)));
}

const leavesTo = (size: number) => Array.from({ length: size }, (_, index) => hashLeaf(utf8(`leaf ${index}`)));
const most = 700;
const leaves = leavesTo(most);

/** The tiles of a log that grew in steps, and its roots at every step. */
function grow(steps: readonly number[]) {
  const tiles = new Map<string, readonly Bytes[]>();
  const edge: Edge = [];
  let size = 0;
  for (const step of steps) {
    for (const { level, n, hashes } of append(edge, size, leaves.slice(size, size + step))) {
      tiles.set(`${level}/${n}`, [...hashes]);
    }
    size += step;
    assert.equal(toHex(rootOf(edge)), toHex(plainRoot(leaves.slice(0, size))), `root of ${size}`);
  }
  const read = async (level: number, n: number, width: number) => {
    const tile = tiles.get(`${level}/${n}`);
    assert.ok(tile && tile.length >= width, `tile ${level}/${n} of ${width}`);
    return tile.slice(0, width);
  };
  return { size, tiles, prove: (at = size) => prover(at, read) };
}

describe('The tree of the log', () => {
  it('has the roots of the test vectors of RFC 6962', () => {
    const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
    const roots = [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
      'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
      '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
      'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    ];
    const edge: Edge = [];
    assert.equal(toHex(rootOf(edge)), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    for (const [index, input] of inputs.entries()) {
      append(edge, index, [hashLeaf(fromHex(input))]);
      assert.equal(toHex(rootOf(edge)), roots[index]);
    }
  });

  it('has the same root however it grew, over the borders of tiles too', () => {
    const steps = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(steps, (found) => void grow(found.filter((_, n) => n < 2))),
      { numRuns: 40 },
    );
    grow([255, 1, 1, 255, 1]);
    grow([tileWidth * 2, 3]);
  });

  it('proves every leaf, and nothing else', async () => {
    const log = grow([most]);
    const root = plainRoot(leaves);
    for (let index = 0; index < most; index += 1) {
      const proof = await log.prove().inclusion(index);
      const claim = { index, size: most, leaf: leaves[index] as Bytes, root, proof };
      await verifyInclusion(hashOf, claim);
      if (index % 23 > 0) continue;
      const wrong = [
        { ...claim, index: (index + 1) % most },
        { ...claim, leaf: leaves[(index + 1) % most] as Bytes },
        { ...claim, proof: proof.slice(1) },
        { ...claim, proof: [...proof, root] },
        { ...claim, root: hashOf(root) },
      ];
      for (const one of wrong) await assert.rejects(verifyInclusion(hashOf, one), ProofFault);
      for (const [at, hash] of proof.entries()) {
        const spoilt = proof.map((one, n) => (n === at ? hashOf(hash) : one));
        await assert.rejects(verifyInclusion(hashOf, { ...claim, proof: spoilt }), ProofFault);
      }
    }
    const [leaf] = leaves as [Bytes];
    for (const [index, size] of [
      [1, 1],
      [-1, 2],
      [0, 0],
      [0.5, 2],
      [2 ** 53, 2 ** 54],
    ] as const) {
      await assert.rejects(verifyInclusion(hashOf, { index, size, leaf, root: leaf, proof: [] }), ProofFault);
    }
  });

  it('proves of every earlier size that it began the later', async () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 0, max: 300 }));
    await fc.assert(
      fc.asyncProperty(sizes, async ([from, more]) => {
        const log = grow(more === 0 ? [from] : [from, more]);
        const to = from + more;
        const [fromRoot, toRoot] = [plainRoot(leaves.slice(0, from)), plainRoot(leaves.slice(0, to))];
        const proof = await log.prove().consistency(from);
        await verifyConsistency(hashOf, { from, fromRoot, to, toRoot, proof });
        const other = hashOf(fromRoot);
        await assert.rejects(verifyConsistency(hashOf, { from, fromRoot: other, to, toRoot, proof }), ProofFault);
        await assert.rejects(verifyConsistency(hashOf, { from, fromRoot, to, toRoot: other, proof }), ProofFault);
        await assert.rejects(
          verifyConsistency(hashOf, { from, fromRoot, to, toRoot, proof: [...proof, other] }),
          ProofFault,
        );
        for (const at of proof.keys()) {
          const spoilt = proof.map((one, n) => (n === at ? hashOf(one) : one));
          await assert.rejects(verifyConsistency(hashOf, { from, fromRoot, to, toRoot, proof: spoilt }), ProofFault);
        }
      }),
      { numRuns: 60 },
    );
    await assert.rejects(
      verifyConsistency(hashOf, { from: 3, fromRoot: hashOf(), to: 2, toRoot: hashOf(), proof: [] }),
      ProofFault,
    );
  });

  it('names its tiles as C2SP does', () => {
    assert.equal(tilePath(0, 0), 'tile/0/000');
    assert.equal(tilePath(0, 1234067), 'tile/0/x001/x234/067');
    assert.equal(tilePath('entries', 5, 17), 'tile/entries/005.p/17');
    assert.equal(tilePath(2, 1000), 'tile/2/x001/000');
  });
});

describe('A signed note', () => {
  // The key pair and the note in the documentation of Go's golang.org/x/mod/sumdb/note.
  const privateKey = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
  const publicKey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
  const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
  const signature =
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';

  it('is signed as Go signs it', async () => {
    const signer = await openSigner(privateKey);
    assert.equal(signer.vkey, publicKey);
    assert.equal(signer.note(text), `${text}\n${signature}`);
  });

  it('of a key that is malformed is refused, and says why', async () => {
    const wrong: readonly [string, RegExp][] = [
      ['PeterNeumann', /form/],
      [publicKey.replace('c74f20a3', 'c74f20a4'), /hash/],
      [publicKey.replace('+ARpc', '+AxpM'), /Ed25519/],
      [publicKey.replace('PeterNeumann', 'Peter Neumann'), /form/],
    ];
    for (const [key, why] of wrong) await assert.rejects(parseVerifierKey(hashOf, key), why);
    await assert.rejects(openSigner(privateKey.replace('c74f20a3', 'c74f20a4')), /hash/);
    await assert.rejects(openSigner(publicKey), /LOG_SIGNING_KEY/);
  });

  it('over a checkpoint opens for its key alone, and after no change of any byte', async () => {
    const signer = await openSigner(await newSigningKey('exchange.example/log'));
    const verifier = await parseVerifierKey(hashOf, signer.vkey);
    const root = Buffer.from(hashLeaf(utf8('x'))).toString('base64');
    const note = signer.note(`exchange.example/log\n7\n${root}\n`);
    const opened = await openCheckpoint(ed25519, note, verifier);
    assert.deepEqual([opened.origin, opened.size], ['exchange.example/log', 7]);
    const other = await parseVerifierKey(hashOf, (await openSigner(await newSigningKey('other.example/log'))).vkey);
    await assert.rejects(openCheckpoint(ed25519, note, other), ProofFault);
    for (let at = 0; at < note.length; at += 1) {
      const changed = `${note.slice(0, at)}${note[at] === 'A' ? 'B' : 'A'}${note.slice(at + 1)}`;
      await assert.rejects(openCheckpoint(ed25519, changed, verifier), ProofFault, `byte ${at}`);
    }
    const forged = signer.note(`another.example/log\n7\n${root}\n`);
    await assert.rejects(openCheckpoint(ed25519, forged, verifier), ProofFault, 'an origin that is not the key’s name');
  });

  it('with further signatures of others opens still', async () => {
    const [own, witness] = [await openSigner(await newSigningKey('a/log')), await openSigner(await newSigningKey('w'))];
    const body = `a/log\n0\n${Buffer.from(hashOf()).toString('base64')}\n`;
    const both = `${own.note(body)}${witness.note(body).split('\n\n')[1]}`;
    await openCheckpoint(ed25519, both, await parseVerifierKey(hashOf, own.vkey));
  });
});

describe('A .tlog-proof', () => {
  it('reads what was written', () => {
    const proof = {
      extra: utf8('{"a":1}'),
      index: 41,
      proof: [hashOf(), hashLeaf(utf8('a'))],
      checkpoint: 'a\n1\n\n— b\n',
    };
    assert.deepEqual(parseTlogProof(formatTlogProof(proof)), proof);
    assert.deepEqual(parseTlogProof(formatTlogProof({ ...proof, extra: null })).extra, null);
  });

  it('of another form is refused', () => {
    for (const text of [
      '',
      'c2sp.org/tlog-proof@v1',
      'c2sp.org/tlog-proof@v1\nindex 01\n\nx',
      'c2sp.org/tlog-proof@v1\nindex 1\nAAAA\n\nx',
    ]) {
      assert.throws(() => parseTlogProof(text), ProofFault, JSON.stringify(text));
    }
  });
});

describe('A leaf', () => {
  const event: AuditEvent = {
    id: 'evt_01k9v3m7q2x8r4t6w0y5z1a3bc',
    type: 'order.refund',
    at: new Date('2026-11-23T03:15:00Z'),
    actorKind: 'member',
    actorRole: 'operator',
    actorOrganisationId: 'org_1',
    person: 'sha256:aa',
    subjectKind: 'order',
    subjectId: 'ord_1',
    about: ['ord_1', 'org_2'],
    data: { from: 'stuck', to: 'refunding', reason: 'Anh Tư ở phòng kỹ thuật đã xác nhận.' },
    salt: 'muối',
  } as unknown as AuditEvent;

  it('is canonical JSON, the same for the same event', () => {
    assert.equal(leafOf(event), leafOf({ ...event, data: { ...event.data } }));
    const read = JSON.parse(leafOf(event));
    assert.deepEqual(
      [read.v, read.id, read.subject.id, read.data.to],
      ['datasan-event/1', event.id, 'ord_1', 'refunding'],
    );
  });

  it('hides own words behind a salt, so that nobody can guess them', () => {
    const leaf = leafOf(event);
    assert.ok(!leaf.includes('Anh Tư'));
    assert.notEqual(leaf, leafOf({ ...event, salt: 'khác' }));
    assert.notEqual(leaf, leafOf({ ...event, data: { ...event.data, reason: 'khác' } }));
  });

  it('of a look-up tells neither whom nor what the regulator looked at', () => {
    const look = {
      ...event,
      type: 'audit.file-opened',
      subjectId: 'ord_bi_mat',
      about: ['org_bi_mat'],
      data: { orderId: 'ord_bi_mat' },
    };
    const leaf = leafOf(look as AuditEvent);
    assert.ok(!leaf.includes('bi_mat'));
    assert.ok(leaf.includes('audit.file-opened'));
  });
});
