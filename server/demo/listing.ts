import { join } from 'node:path';
import type { DatasetInput } from '../../contracts/catalogue.js';
import { projectRoot } from '../kernel/project.js';
import type { DemoDataset } from './catalogue.js';
import type { Cast } from './registering.js';
import { until } from './until.js';
import type { Visitor } from './visitor.js';

const data = join(projectRoot, 'node_modules', 'vega-datasets', 'data');

/** Takes a dataset from nothing to its listing, or from wherever an earlier start left it. */
export async function listDataset(cast: Cast, demo: DemoDataset): Promise<void> {
  const provider = cast.get(demo.provider);
  const operator = cast.get('operator');
  if (!provider || !operator) throw new Error(`Nobody provides ${demo.key}.`);
  const { items } = await provider.call('listOwnDatasets', { query: { limit: 100 } });
  const known = items.find((one) => one.titleVi === demo.titleVi);
  if (known?.state === 'listed') return;
  const id = known?.id ?? (await provider.call('createDataset', { body: pageOf(demo) })).id;
  const params = { id };
  if (!known || known.state === 'draft') {
    await provideData(provider, demo, id);
    await provider.call('transitionDataset', { params, body: { action: 'submit' } });
  }
  await until(`the screening of ${demo.key}`, async () => {
    const { state, stateReason } = await provider.call('getDataset', { params });
    if (state === 'needs_changes') throw new Error(`${demo.key} did not pass the screening: ${stateReason}`);
    return state === 'in_review' ? state : null;
  });
  await operator.call('transitionDataset', { params, body: { action: 'approve' } });
}

async function provideData(provider: Visitor, demo: DemoDataset, id: string): Promise<void> {
  const params = { id };
  const { revisions } = await provider.call('getDataset', { params });
  if (!revisions.some((one) => one.state === 'ready')) {
    const revision = await provider.call('openRevision', { params });
    const there = new Set(revision.files.map((file) => file.name));
    for (const file of demo.files) {
      if (!there.has(file.path)) await provider.upload(revision.id, join(data, file.path));
    }
    await provider.call('transitionRevision', { params: { id: revision.id }, body: { action: 'finalise' } });
    await until(`the profile of ${demo.key}`, async () => {
      const { state, stateReason } = await provider.call('getRevision', { params: { id: revision.id } });
      if (state === 'failed') throw new Error(`${demo.key} cannot be profiled: ${stateReason}`);
      return state === 'ready' ? state : null;
    });
  }
  const columns = Object.entries(demo.dictionary).map(([name, { vi, en, unit }]) => ({
    name,
    description: { vi, en },
    unit: unit ?? null,
  }));
  await provider.call('describeColumns', { params, body: { columns } });
  const { items } = await provider.call('listOffers', { params });
  if (items.some((offer) => offer.state === 'open')) return;
  const { template, priceVnd, months, autoApprovePurposes } = demo.offer;
  await provider.call('makeOffer', { params, body: { licence: template, priceVnd, months, autoApprovePurposes } });
}

function pageOf(demo: DemoDataset): DatasetInput {
  const { titleVi, titleEn, descriptionVi, descriptionEn, sector, keywords, coverage, updateFrequency } = demo;
  const { provenance } = demo;
  const both = (vi: string, en: string) => `${vi}\n\n${en}`;
  return {
    ...{ titleVi, titleEn, descriptionVi, descriptionEn, sector, keywords, updateFrequency },
    coverageFrom: coverage.period?.from ?? null,
    coverageTo: coverage.period?.to ?? null,
    coverageArea: `${coverage.geography.vi} / ${coverage.geography.en}`,
    provenanceBasis: provenance.basis,
    provenance: both(
      `${provenance.statementVi} Nguồn: ${provenance.sourceName}. Giấy phép nguồn: ${provenance.licenceName} (${provenance.licenceUrl}).`,
      provenance.statementEn,
    ),
    sourceUrl: provenance.sourceUrl,
    credit: provenance.credit,
    limitations: both(demo.limitationsVi, demo.limitationsEn),
    personalOrigin: 'none',
    deidentification: null,
  };
}
