import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { evidenceManifest } from '../../contracts/evidence.js';
import { verifyBundle } from '../../server/audit/verify-bundle.js';
import { canonicalJson, sha256 } from '../../server/kernel/hash.js';
import { reportingJobs } from '../../server/reporting/jobs.js';
import { type Files, fetchBundle, unzip } from '../bundles.js';
import type { Person } from '../person.js';
import { delivered, deliveredOrder, download, listedDataset } from '../stories.js';
import { openWorld, type World } from '../world.js';

const day = 24 * 3_600_000;

describe('An evidence bundle', () => {
  let world: World;
  let [operator, regulator, provider, buyer]: Person[] = [];
  let vkey: string;
  let [orderId, datasetId]: string[] = [];
  before(async () => {
    world = await openWorld();
    operator = await world.organisation('operator');
    regulator = await world.organisation('regulator');
    provider = await world.organisation('provider');
    buyer = await world.organisation('buyer');
    const { dataset, offer } = await listedDataset(world, provider, { priceVnd: 1_250_000 });
    const made = await deliveredOrder(world, provider, buyer, offer);
    await download(buyer, made.entitlementId, delivered);
    await buyer.call('transitionOrder', { params: { id: made.orderId }, body: { action: 'accept' } });
    await regulator.call('openTransactionFile', { params: { id: made.orderId } });
    await world.settle();
    [orderId, datasetId] = [made.orderId, dataset.id];
    vkey = (await buyer.call('getLog', {})).vkey ?? '';
  });
  after(() => world?.close());

  async function built(person: Person, kind: 'order' | 'organisation' | 'dataset', id: string): Promise<string> {
    const { id: bundleId } = await person.call('requestBundle', { body: { kind, id } });
    await world.settle();
    assert.equal((await person.call('getBundle', { params: { id: bundleId } })).state, 'ready');
    return bundleId;
  }

  async function files(person: Person, id: string): Promise<Files> {
    return await unzip(await fetchBundle(person, id));
  }

  it('of an order proves every event of it and names the hash of every file', async () => {
    const id = await built(regulator as Person, 'order', orderId as string);
    const zip = await fetchBundle(regulator as Person, id);
    const view = await (regulator as Person).call('getBundle', { params: { id } });
    assert.equal(view.sha256, sha256(zip));
    assert.equal(view.bytes, zip.length);
    const found = await unzip(zip);
    const verified = await verifyBundle(found, vkey);
    assert.equal(verified.events, view.events);
    const [row] = await world.sql<{ n: string }>(
      `select count(*) as n from audit_events e, orders o where o.id = $1
          and e.about && array[o.id, o.agreement_id, o.request_id] and e.type <> 'audit.bundle-downloaded'`,
      [orderId],
    );
    assert.equal(verified.events, Number(row?.n), 'every event of the order is there');
    assert.equal([...found.keys()].at(-1), 'manifest.json');
    assert.equal(found.get('summary.pdf')?.subarray(0, 5).toString(), '%PDF-');
  });

  it('holds the documents in canonical form, the agreement byte for byte as it was signed', async () => {
    const found = await files(regulator as Person, await built(regulator as Person, 'order', orderId as string));
    const at = `documents/orders/${orderId}`;
    const names = [
      'order',
      'request',
      'agreement',
      'signatures',
      'money',
      'quality-report',
      'delivery',
      'receipt',
      'entitlement',
      'downloads',
    ];
    for (const name of names) {
      const text = found.get(`${at}/${name}.json`)?.toString() ?? '';
      assert.equal(text, canonicalJson(JSON.parse(text)), name);
    }
    const [agreement] = await world.sql<{ sha256: string }>('select sha256 from agreements');
    assert.equal(sha256(found.get(`${at}/agreement.json`) ?? ''), agreement?.sha256);
    assert.ok(found.has(`documents/datasets/${datasetId}/dataset.json`));
    for (const party of [provider, buyer] as Person[]) {
      assert.ok(found.has(`documents/organisations/${party.organisationId}.json`));
    }
  });

  it('names people only as the log does: no member, no name, no address', async () => {
    const id = await built(regulator as Person, 'organisation', (buyer as Person).organisationId);
    const found = await files(regulator as Person, id);
    await verifyBundle(found, vkey);
    const people = await world.sql<{ id: string; display_name: string; email: string }>(
      'select id, display_name, email from members',
    );
    const signed = `documents/orders/${orderId}/agreement.json`;
    const readable = [...found].filter(([path]) => path !== signed && path !== 'summary.pdf');
    const proofs = readable
      .filter(([path]) => path.startsWith('events/'))
      .map(([, one]) => {
        return Buffer.from(one.toString().match(/^extra (.+)$/m)?.[1] ?? '', 'base64').toString();
      });
    const all = [...readable.map(([, one]) => one.toString()), ...proofs].join('\n');
    for (const { id: member, display_name, email } of people) {
      for (const clear of [member, display_name, email]) assert.ok(!all.includes(clear), `${clear} is in clear`);
    }
    const [person] = await world.sql<{ commitment: string }>(
      'select p.commitment from audit_people p join downloads d on d.member_id = p.member_id limit 1',
    );
    assert.ok(all.includes(person?.commitment ?? 'nobody'), 'who downloaded stands there as a commitment');
  });

  it('is refused after any byte of a document, a proof, the checkpoint or the key is changed', async () => {
    const found = await files(regulator as Person, await built(regulator as Person, 'dataset', datasetId as string));
    await verifyBundle(found, vkey);
    for (const path of found.keys()) {
      if (path === 'manifest.json') continue;
      const content = Buffer.from(found.get(path) ?? '');
      const at = Math.floor(content.length / 2);
      content[at] = (content[at] ?? 0) ^ 1;
      await assert.rejects(verifyBundle(new Map([...found, [path, content]]), vkey), path);
      await assert.rejects(verifyBundle(withOwnManifest(found, path, content), vkey), `${path}, with its manifest`);
    }
  });

  /** The change hidden in the manifest as well: only the log can tell. Documents are covered by the hashes in their events. */
  function withOwnManifest(found: Files, path: string, content: Buffer): Files {
    if (!path.startsWith('events/') && path !== 'checkpoint' && path !== 'vkey')
      return new Map([...found, [path, content]]);
    const manifest = evidenceManifest.parse(JSON.parse(found.get('manifest.json')?.toString() ?? ''));
    for (const one of manifest.files) if (one.path === path) one.sha256 = sha256(content);
    return new Map([...found, [path, content], ['manifest.json', Buffer.from(canonicalJson(manifest))]]);
  }

  it('shows an operator no look-up by the regulator, and the request of it is on the record', async () => {
    const looks = async (person: Person) => {
      const found = await files(person, await built(person, 'order', orderId as string));
      const manifest = evidenceManifest.parse(JSON.parse(found.get('manifest.json')?.toString() ?? ''));
      const rows = await world.sql<{ type: string }>('select type from audit_events where id = any($1)', [
        manifest.events.map((one) => one.id),
      ]);
      return rows.filter((row) => row.type.startsWith('audit.')).length;
    };
    assert.equal(await looks(operator as Person), 0);
    assert.ok((await looks(regulator as Person)) > 2);
    const [asked] = await world.sql<{ n: string }>(
      `select count(*) as n from audit_events where type = 'audit.bundle-requested' and actor_organisation_id = $1`,
      [(operator as Person).organisationId],
    );
    assert.equal(Number(asked?.n), 1);
    const [fetched] = await world.sql<{ n: string }>(
      `select count(*) as n from audit_events where type = 'audit.bundle-downloaded' and actor_organisation_id = $1`,
      [(operator as Person).organisationId],
    );
    assert.equal(Number(fetched?.n), 1);
  });

  it('is for the operator and the regulator, each their own, and only of what there is', async () => {
    const body = { kind: 'order', id: orderId as string } as const;
    for (const person of [provider, buyer] as Person[])
      await person.refused('requestBundle', { body }, 'role-required');
    const missing = { kind: 'dataset', id: orderId as string } as const;
    await (regulator as Person).refused('requestBundle', { body: missing }, 'not-found');
    const id = await built(regulator as Person, 'order', orderId as string);
    await (operator as Person).refused('getBundle', { params: { id } }, 'not-found');
    await (operator as Person).refused('downloadBundle', { params: { id } }, 'not-found');
    await (buyer as Person).refused('downloadBundle', { params: { id } }, 'role-required');
  });

  it('is built once however often it is asked for and worked on, also after a crash half-way', async () => {
    await world.stopWork();
    const person = regulator as Person;
    const body = { kind: 'order', id: orderId as string } as const;
    const [one, two] = [await person.call('requestBundle', { body }), await person.call('requestBundle', { body })];
    assert.equal(one.id, two.id, 'while it waits, it is the same');
    await person.refused('downloadBundle', { params: { id: one.id } }, 'conflict');
    const before = stored();
    const { kernel } = world.context;
    const broken = { ...kernel, storage: { ...kernel.storage, keepStream: breaking(kernel.storage.keepStream) } };
    world.startWork();
    await assert.rejects(
      reportingJobs(broken)['build-bundle']({ id: one.id }, { attempt: 1, attempts: 5 }),
      /power is gone/,
    );
    const again = () => reportingJobs(kernel)['build-bundle']({ id: one.id }, { attempt: 2, attempts: 5 });
    await Promise.all([again(), again(), again()]);
    await world.settle();
    assert.equal((await person.call('getBundle', { params: { id: one.id } })).state, 'ready');
    assert.equal(stored().length, before.length + 1, 'one bundle is kept, and no half');
    const [events] = await world.sql<{ n: string }>(
      `select count(*) as n from audit_events where type = 'bundle.finish' and subject_id = $1`,
      [one.id],
    );
    assert.equal(Number(events?.n), 1);
    await verifyBundle(await files(person, one.id), vkey);
  });

  /** A store that reads some of what it is given and dies. */
  function breaking(keep: World['context']['kernel']['storage']['keepStream']): typeof keep {
    return async (source, most) => {
      source.once('data', () => source.destroy(new Error('The power is gone.')));
      return await keep(source, most);
    };
  }

  function stored(): string[] {
    const folder = join(world.context.config.dataDir, 'objects');
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /[0-9a-f]{64}$/.test(name));
  }

  it('tells its progress as it goes and ends the stream when it is there', async () => {
    const { id } = await (regulator as Person).call('requestBundle', {
      body: { kind: 'order', id: orderId as string },
    });
    const reply = await (regulator as Person).agent.get(`/api/v1/bundles/${id}/progress`).buffer(true);
    const states = [...reply.text.matchAll(/^data: (.+)$/gm)].map((match) => JSON.parse(match[1] ?? '{}').state);
    assert.equal(states[0], 'queued');
    assert.equal(states.at(-1), 'ready');
  });

  it('can be fetched for seven days, then its bytes are gone', async () => {
    const id = await built(regulator as Person, 'order', orderId as string);
    const { sha256: hash } = await (regulator as Person).call('getBundle', { params: { id } });
    await world.later(6 * day);
    await fetchBundle(regulator as Person, id);
    await world.later(7 * day + 60_000);
    await (regulator as Person).refused('downloadBundle', { params: { id } }, 'link-expired');
    assert.equal((await (regulator as Person).call('getBundle', { params: { id } })).state, 'expired');
    assert.equal(await world.context.kernel.storage.size(hash ?? ''), null);
    await world.later(0);
  });

  it('leaves the house clean', () => world.assertClean());
});
