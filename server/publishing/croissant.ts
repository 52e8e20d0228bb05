import type { ColumnProfileView, FileView } from '../../contracts/catalogue.js';
import { citeBibtex } from '../../contracts/citation.js';
import { addressOf, fileAddress, licenceAddress, mediaTypeOf, type Published } from './facts.js';

/** The context of the specification, with schema.org at https: validators refuse the one it prints. */
const context = {
  '@language': 'vi',
  '@vocab': 'https://schema.org/',
  citeAs: 'cr:citeAs',
  column: 'cr:column',
  conformsTo: 'dct:conformsTo',
  cr: 'http://mlcommons.org/croissant/',
  rai: 'http://mlcommons.org/croissant/RAI/',
  data: { '@id': 'cr:data', '@type': '@json' },
  dataType: { '@id': 'cr:dataType', '@type': '@vocab' },
  dct: 'http://purl.org/dc/terms/',
  equivalentProperty: 'cr:equivalentProperty',
  examples: { '@id': 'cr:examples', '@type': '@json' },
  extract: 'cr:extract',
  field: 'cr:field',
  fileProperty: 'cr:fileProperty',
  fileObject: 'cr:fileObject',
  fileSet: 'cr:fileSet',
  format: 'cr:format',
  includes: 'cr:includes',
  isLiveDataset: 'cr:isLiveDataset',
  jsonPath: 'cr:jsonPath',
  key: 'cr:key',
  md5: 'cr:md5',
  parentField: 'cr:parentField',
  path: 'cr:path',
  recordSet: 'cr:recordSet',
  references: 'cr:references',
  regex: 'cr:regex',
  repeated: 'cr:repeated',
  replace: 'cr:replace',
  samplingRate: 'cr:samplingRate',
  sc: 'https://schema.org/',
  separator: 'cr:separator',
  source: 'cr:source',
  subField: 'cr:subField',
  transform: 'cr:transform',
};

/** The dataset as Croissant 1.1 (MLCommons): what schema.org says of it, its files, and its columns as records. Pure. */
export function croissantOf(published: Published): object {
  const { dataset } = published;
  const files = dataset.currentRevision?.files ?? [];
  return {
    '@context': context,
    '@type': 'sc:Dataset',
    conformsTo: 'http://mlcommons.org/croissant/1.1',
    ...plain(published),
    ...cited(published),
    distribution: files.map((file) => ({
      '@type': 'cr:FileObject',
      '@id': file.id,
      name: file.name,
      contentUrl: fileAddress(published, file),
      contentSize: `${file.bytes} B`,
      encodingFormat: mediaTypeOf(file.format),
      sha256: file.sha256,
    })),
    recordSet: files.flatMap((file) => recordSet(file)),
  };
}

/** How the exact revision is cited, as Croissant recommends: BibTeX. */
function cited(published: Published): { citeAs?: string } {
  const { dataset, site } = published;
  const revision = dataset.currentRevision;
  if (!revision?.publishedAt) return {};
  const { publishedAt, files } = revision;
  const citeAs = citeBibtex({
    ...{ title: dataset.titleVi, provider: dataset.provider.nameVi, exchange: `Datasan, ${new URL(site).host}` },
    ...{ publishedAt, revision, url: addressOf(published), sha256: files.map((file) => file.sha256) },
  });
  return { citeAs };
}

function recordSet(file: FileView): object[] {
  if (!file.columns || file.columns.length === 0) return [];
  return [
    {
      '@type': 'cr:RecordSet',
      '@id': `${file.id}/records`,
      name: file.name,
      field: file.columns.map((column, place) => ({
        '@type': 'cr:Field',
        '@id': `${file.id}/records/${place}`,
        name: column.name,
        ...(column.description?.vi ? { description: column.description.vi } : {}),
        dataType: dataTypeOf(column),
        source: { fileObject: { '@id': file.id }, extract: { column: column.name } },
      })),
    },
  ];
}

/** Types of DuckDB as those that Croissant knows. */
function dataTypeOf({ type }: ColumnProfileView): string {
  if (/^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?)$/.test(type)) return 'sc:Integer';
  if (/^(DOUBLE|FLOAT|REAL|DECIMAL)/.test(type)) return 'sc:Float';
  if (type === 'BOOLEAN') return 'sc:Boolean';
  if (/^(DATE|TIMESTAMP)/.test(type)) return 'sc:Date';
  return 'sc:Text';
}

/** What schema.org says of a dataset, for both documents. Pure. */
function plain(published: Published): Record<string, unknown> {
  const { dataset, offers, open, site } = published;
  const revision = dataset.currentRevision;
  const licences = [...new Set(offers.map((one) => licenceAddress(site, one.licence)))];
  const { coverageFrom, coverageTo, coverageArea } = dataset;
  return {
    name: dataset.titleVi,
    ...(dataset.titleEn === '' ? {} : { alternateName: dataset.titleEn }),
    description: dataset.descriptionVi || dataset.titleVi,
    url: addressOf(published),
    identifier: dataset.id,
    inLanguage: 'vi',
    keywords: dataset.keywords,
    license: licences,
    creator: { '@type': 'sc:Organization', name: dataset.provider.nameVi, url: `${site}/id/${dataset.provider.id}` },
    datePublished: (dataset.listedAt ?? dataset.createdAt).slice(0, 10),
    dateModified: (revision?.publishedAt ?? dataset.updatedAt).slice(0, 10),
    version: `${revision?.number ?? 0}.0.0`,
    isAccessibleForFree: open,
    ...(coverageFrom === null ? {} : { temporalCoverage: `${coverageFrom}/${coverageTo ?? '..'}` }),
    ...(coverageArea === '' ? {} : { spatialCoverage: coverageArea }),
  };
}

/** The dataset for search engines: schema.org’s Dataset with offers, downloads and what is measured. Pure. */
export function schemaOrgOf(published: Published): object {
  const { dataset, offers, open, site } = published;
  const files = dataset.currentRevision?.files ?? [];
  const columns = files.flatMap((file) => file.columns ?? []);
  return {
    '@context': 'https://schema.org/',
    '@type': 'Dataset',
    ...plain(published),
    creator: { '@type': 'Organization', name: dataset.provider.nameVi },
    includedInDataCatalog: { '@type': 'DataCatalog', name: 'Datasan', url: `${site}/` },
    offers: offers.map((one) => ({
      '@type': 'Offer',
      price: one.priceVnd,
      priceCurrency: 'VND',
      url: addressOf(published),
      license: licenceAddress(site, one.licence),
    })),
    variableMeasured: [...new Set(columns.map((column) => column.name))].slice(0, 100),
    distribution: open
      ? files.map((file) => ({
          '@type': 'DataDownload',
          name: file.name,
          contentUrl: fileAddress(published, file),
          encodingFormat: mediaTypeOf(file.format),
          contentSize: `${file.bytes} B`,
          sha256: file.sha256,
        }))
      : [],
  };
}
