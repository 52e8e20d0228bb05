import { join } from 'node:path';
import type { DatasetPage } from '../../contracts/catalogue.js';
import type { Bilingual } from '../../contracts/common.js';
import { projectRoot } from '../kernel/project.js';
import type { DemoDataset } from './catalogue.js';
import { demoClasses, measuredHow, measuredOn } from './classes.js';
import type { Cast } from './registering.js';
import { until } from './until.js';
import type { Visitor } from './visitor.js';

const data = join(projectRoot, 'node_modules', 'vega-datasets', 'data');

/** Takes a dataset from nothing to its listing, or from wherever an earlier start left it. Its files lie in `folder`. */
export async function listDataset(cast: Cast, demo: DemoDataset, folder = data): Promise<void> {
  const provider = cast.get(demo.provider);
  const operator = cast.get('operator');
  if (!provider || !operator) throw new Error(`Nobody provides ${demo.key}.`);
  const { items } = await provider.call('listOwnDatasets', { query: { limit: 100 } });
  const known = items.find((one) => one.titleVi === demo.titleVi);
  if (known?.state === 'listed') return;
  const id = known?.id ?? (await provider.call('createDataset', { body: pageOf(demo) })).id;
  const params = { id };
  if (!known || known.state === 'draft') {
    await provideData(provider, demo, id, folder);
    await provider.call('transitionDataset', { params, body: { action: 'submit' } });
  }
  await until(`the screening of ${demo.key}`, async () => {
    const { state, stateReason } = await provider.call('getDataset', { params });
    if (state === 'needs_changes') throw new Error(`${demo.key} did not pass the screening: ${stateReason}`);
    return state === 'in_review' ? state : null;
  });
  await operator.call('transitionDataset', {
    params,
    body: { action: 'approve', reason: 'Đủ hồ sơ theo danh sách kiểm tra.' },
  });
}

async function provideData(provider: Visitor, demo: DemoDataset, id: string, folder: string): Promise<void> {
  const params = { id };
  const { revisions } = await provider.call('getDataset', { params });
  if (!revisions.some((one) => one.state === 'ready')) {
    const revision = await provider.call('openRevision', { params });
    const there = new Set(revision.files.map((file) => file.name));
    for (const file of demo.files) {
      if (!there.has(file.path)) await provider.upload(revision.id, join(folder, file.path));
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

/** What is said on the page of a demo dataset. */
export function pageOf(demo: DemoDataset): DatasetPage {
  const { titleVi, titleEn, descriptionVi, descriptionEn, sector, keywords, coverage, updateFrequency } = demo;
  const { provenance } = demo;
  const both = ({ vi, en }: Bilingual) => `${vi}\n\n${en}`;
  const short = ({ vi, en }: Bilingual) => `${vi} / ${en}`;
  const classed = demoClasses[demo.key];
  if (!classed) throw new Error(`${demo.key} is not classified.`);
  const { valueAdded } = classed;
  return {
    ...{ titleVi, titleEn, descriptionVi, descriptionEn, sector, keywords: [...keywords], updateFrequency },
    coverageFrom: coverage.period?.from ?? null,
    coverageTo: coverage.period?.to ?? null,
    coverageArea: short(coverage.geography),
    provinces: [],
    granularity: short(classed.granularity),
    productKind: valueAdded ? 'value_added_product' : 'original_data',
    ...{ activity: classed.activity, sharingClass: classed.sharingClass, importanceClass: 'other', stateSource: null },
    valueAdded: valueAdded
      ? {
          method: both(valueAdded.method),
          inputs: both(valueAdded.inputs),
          updateFrequency: short(valueAdded.updateFrequency),
        }
      : null,
    ...{ disclosed: true, subjectsBasic: null, subjectsSensitive: null, quasiIdentifiers: [] },
    provenanceBasis: provenance.basis,
    provenance: both({
      vi: `${provenance.statementVi} Nguồn: ${provenance.sourceName}. Giấy phép nguồn: ${provenance.licenceName} (${provenance.licenceUrl}).`,
      en: provenance.statementEn,
    }),
    sourceUrl: provenance.sourceUrl,
    credit: provenance.credit,
    limitations: both({ vi: demo.limitationsVi, en: demo.limitationsEn }),
    quality: {
      accuracy: both(classed.accuracy),
      completeness: both(classed.completeness),
      currency: both(classed.currency),
      consistency: both(classed.consistency),
      method: short(measuredHow),
      measuredAt: measuredOn,
    },
    personalOrigin: 'none',
    deidentification: null,
    declarations: ['harmless', 'consented', 'unbarred'],
  };
}
