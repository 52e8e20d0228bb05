import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Parser, Store } from 'n3';
import SHACLValidator from 'rdf-validate-shacl';
import { projectRoot } from '../../server/kernel/project.js';
import type { Person } from '../person.js';
import { listedDataset, weather } from '../stories.js';
import { openWorld, type World } from '../world.js';

const evil = `Mưa </script><script>alert(1)</script> "<b>'\\ & \n\u2028`;

describe('Publishing', () => {
  let world: World;
  let provider: Person;
  let nobody: Person;
  let open: Awaited<ReturnType<typeof listedDataset>>['dataset'];
  let paid: typeof open;
  before(async () => {
    world = await openWorld();
    provider = await world.organisation('provider');
    nobody = await world.anonymous();
    open = (await listedDataset(world, provider, { licence: 'open', months: null })).dataset;
    paid = (await listedDataset(world, provider, { priceVnd: 90_000 })).dataset;
    await world.sql(
      `update datasets set title_vi = $2, description_vi = $2, keywords = array[$2, 'mưa'] where id = $1`,
      [paid.id, evil],
    );
  });
  after(() => world.close());
  afterEach(() => world.assertClean());

  const get = (path: string, accept = 'text/html') => nobody.agent.get(path).set('Accept', accept);
  const textOf = async (path: string) => (await get(path, '*/*').buffer(true).parse(asText)).body as string;

  it('a dataset’s page reads without JavaScript: title, description, schema.org, canonical, languages, other forms', async () => {
    const { text, headers } = await get(`/datasets/${open.id}`);
    assert.match(headers['content-type'] ?? '', /^text\/html/);
    const address = `${world.publicUrl}/datasets/${open.id}`;
    assert.ok(text.includes(`<title>${open.titleVi} – Datasan</title>`));
    assert.ok(text.includes(`<h1>${open.titleVi}</h1>`) && text.includes('<td>precipitation</td>'));
    assert.ok(text.includes(`<link rel="canonical" href="${address}">`));
    assert.ok(text.includes(`<link rel="alternate" href="${address}?lang=en" hreflang="en">`));
    for (const form of ['.ttl', '.jsonld', '/croissant.json'])
      assert.ok(text.includes(`href="${address}${form}"`), form);
    const data = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(text)?.[1] ?? '') as Record<
      string,
      unknown
    >;
    assert.deepEqual([data['@type'], data.name, data.isAccessibleForFree], ['Dataset', open.titleVi, true]);
    assert.deepEqual((data.variableMeasured as string[]).slice(0, 2), ['date', 'precipitation']);
    const english = (await get(`/datasets/${open.id}?lang=en`)).text;
    assert.ok(english.includes('<html lang="en"') && english.includes(`<h1>${open.titleEn}</h1>`));
    const catalogue = (await get('/')).text;
    assert.ok(catalogue.includes(`<a href="/datasets/${open.id}">`));
    assert.ok(
      (await get('/?q=thoi+tiet')).text.includes(open.id) && !(await get('/?q=khongco')).text.includes(open.id),
    );
  });

  it('escapes what providers write, in HTML, JSON and Turtle', async () => {
    const { text } = await get(`/datasets/${paid.id}`);
    assert.ok(!text.includes('<script>alert') && !text.includes('<b>'));
    const data = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(text)?.[1] ?? '') as {
      name: string;
    };
    assert.equal(data.name, evil);
    const titles = store(await textOf(`/datasets/${paid.id}.ttl`)).getObjects(
      null,
      'http://purl.org/dc/terms/title',
      null,
    );
    assert.ok(titles.some((one) => one.value === evil));
  });

  it('what is not listed is not published', async () => {
    const { id } = await provider.call('createDataset', { body: { titleVi: 'Bản nháp kín' } });
    for (const form of ['.ttl', '.jsonld', '/croissant.json'])
      assert.equal((await get(`/datasets/${id}${form}`)).status, 404);
    assert.ok(!(await get(`/datasets/${id}`)).text.includes('Bản nháp kín'));
  });

  it('the catalogue is DCAT-AP: every obligation of its classes is met, and pages lead on', async () => {
    const shapes = new Store(
      new Parser().parse(readFileSync(join(projectRoot, 'test/dcat-ap-obligations.ttl'), 'utf8')),
    );
    const validator = new SHACLValidator(shapes);
    for (const path of ['/catalog.ttl', `/datasets/${open.id}.ttl`]) {
      const graph = store(await textOf(path));
      assert.ok(graph.size > 30, path);
      const { conforms, results } = await validator.validate(graph);
      assert.ok(conforms, `${path}: ${results.map((one) => `${one.focusNode?.value} ${one.path?.value}`).join('\n')}`);
    }
    const broken = store((await textOf(`/datasets/${open.id}.ttl`)).replaceAll('dct:title', 'rdfs:label'));
    assert.ok(!(await validator.validate(broken)).conforms);
    const json = JSON.parse(await textOf('/catalog.jsonld')) as { '@graph': { '@id': string; '@type': string[] }[] };
    const listed = json['@graph'].filter((one) => one['@type'].includes('dcat:Dataset')).map((one) => one['@id']);
    assert.deepEqual(listed.sort(), [open.id, paid.id].map((id) => `${world.publicUrl}/datasets/${id}`).sort());
    assert.equal((await get('/catalog.ttl?after=x')).status, 400);
    const rest = store(await textOf(`/catalog.ttl?after=${[open.id, paid.id].sort()[0]}`));
    assert.equal(
      rest.getSubjects('http://www.w3.org/1999/02/22-rdf-syntax-ns#type', 'http://www.w3.org/ns/dcat#Dataset', null)
        .length,
      1,
    );
  });

  it('Croissant names files, hashes, columns and their types', async () => {
    const found = JSON.parse(await textOf(`/datasets/${open.id}/croissant.json`)) as {
      conformsTo: string;
      distribution: { sha256: string; contentUrl: string }[];
      recordSet: { field: { name: string; dataType: string }[] }[];
    };
    const [file] = open.currentRevision?.files ?? [];
    assert.equal(found.conformsTo, 'http://mlcommons.org/croissant/1.1');
    const [object] = found.distribution;
    assert.equal(object?.sha256, file?.sha256);
    const [records] = found.recordSet;
    assert.deepEqual(
      records?.field.slice(0, 2).map((one) => [one.name, one.dataType]),
      [
        ['date', 'sc:Date'],
        ['precipitation', 'sc:Float'],
      ],
    );
  });

  it('robots.txt and the site map lead to every listing', async () => {
    assert.match(await textOf('/robots.txt'), /Sitemap: .*\/sitemap\.xml/);
    const part = /<loc>[^<]*(\/sitemap-ds_\w+\.xml)<\/loc>/.exec(await textOf('/sitemap.xml'))?.[1] ?? '';
    const map = await textOf(part);
    for (const { id } of [open, paid]) assert.ok(map.includes(`<loc>${world.publicUrl}/datasets/${id}</loc>`));
  });

  describe('open data', () => {
    const path = () => `/api/v1/open-files/${open.currentRevision?.files[0]?.id}`;
    const bytes = readFileSync(weather);

    it('comes whole and in parts without an account, counted and recorded without a person', async () => {
      const whole = await nobody.agent.get(path()).buffer(true).parse(asBytes);
      assert.equal(whole.status, 200);
      assert.equal(
        createHash('sha256')
          .update(whole.body as Buffer)
          .digest('hex'),
        open.currentRevision?.files[0]?.sha256,
      );
      const part = await nobody.agent.get(path()).set('Range', 'bytes=10-19').buffer(true).parse(asBytes);
      assert.deepEqual([part.status, part.body], [206, bytes.subarray(10, 20)]);
      assert.equal((await nobody.agent.get(path()).set('If-None-Match', whole.get('ETag') ?? '')).status, 304);
      assert.equal((await nobody.agent.get(path()).set('Range', `bytes=${bytes.length}-`)).status, 416);
      assert.equal((await nobody.agent.head(path())).get('Content-Length'), String(bytes.length));
      assert.deepEqual(await nobody.call('countOpenDownloads', { params: { id: open.id } }), { downloads: 1 });
      const events = await world.sql<{ actor_kind: string; person: string | null; bytes: number }>(
        `select actor_kind, person, (data ->> 'bytes')::int as bytes from audit_events where type = 'file.openly-downloaded' order by id`,
      );
      assert.deepEqual(events, [
        { actor_kind: 'anonymous', person: null, bytes: bytes.length },
        { actor_kind: 'anonymous', person: null, bytes: 10 },
      ]);
    });

    it('is what is free under the open licence, listed, of a provider in good standing, and not frozen', async () => {
      const shut = `/api/v1/open-files/${paid.currentRevision?.files[0]?.id}`;
      assert.equal((await nobody.agent.get(shut)).body.code, 'access-ended');
      assert.ok(!(await get(`/datasets/${paid.id}`)).text.includes('open-files'));
      const regulator = await world.organisation('regulator');
      const order = { subjectId: open.id, ground: 'KHAC' as const, reason: 'Kiểm tra nguồn gốc của tệp.' };
      const hold = await regulator.call('placeHold', { body: order });
      assert.equal((await nobody.agent.get(path())).body.code, 'frozen');
      await regulator.call('liftHold', { params: { id: hold.id }, body: { reason: 'Đã xác minh, không có vi phạm.' } });
      await world.sql(`update organisations set state = 'suspended' where id = $1`, [provider.organisationId]);
      assert.equal((await nobody.agent.get(path())).body.code, 'access-ended');
      await world.sql(`update organisations set state = 'verified' where id = $1`, [provider.organisationId]);
      await world.sql(`update datasets set state = 'suspended' where id = $1`, [open.id]);
      assert.equal((await nobody.agent.get(path())).status, 404);
      await world.sql(`update datasets set state = 'listed' where id = $1`, [open.id]);
      assert.equal((await nobody.agent.head(path())).status, 200);
    });

    it('is given to one address so often and no more', async () => {
      await world.sql(`update rate_limits set points = 1000 where key like 'open-files%'`);
      const refused = await nobody.agent.get(path());
      assert.deepEqual([refused.status, Number(refused.get('Retry-After')) > 0], [429, true]);
    });
  });
});

const store = (turtle: string) => new Store(new Parser().parse(turtle));
type Incoming = NodeJS.ReadableStream;
function asBytes(res: unknown, done: (error: Error | null, body: Buffer) => void) {
  const parts: Buffer[] = [];
  (res as Incoming).on('data', (part: Buffer) => parts.push(part)).on('end', () => done(null, Buffer.concat(parts)));
}
function asText(res: unknown, done: (error: Error | null, body: string) => void) {
  asBytes(res, (error, body) => done(error, body.toString()));
}
