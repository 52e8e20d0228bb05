import type { FileView } from '../../contracts/catalogue.js';
import { provinces } from '../../contracts/scheme/provinces.js';
import { addressOf, fileAddress, licenceAddress, mediaTypeOf, type Published } from './facts.js';
import type { Node, Term } from './rdf.js';

const authority = 'http://publications.europa.eu/resource/authority';

/** Sectors of the exchange as themes of the EU vocabulary, which DCAT-AP asks for. */
const themes: Readonly<Record<string, string>> = {
  ...{ agriculture: 'AGRI', environment: 'ENVI', transport: 'TRAN', energy: 'ENER', health: 'HEAL', education: 'EDUC' },
  ...{ finance: 'ECON', trade: 'ECON', tourism: 'ECON', science: 'TECH', society: 'SOCI', urban: 'REGI' },
  ...{ technology: 'TECH', culture: 'EDUC' },
};
/** What the EU vocabulary calls its themes. */
const themeNames: Readonly<Record<string, string>> = {
  ...{ AGRI: 'Agriculture, fisheries, forestry and food', ENVI: 'Environment', TRAN: 'Transport', ENER: 'Energy' },
  ...{ HEAL: 'Health', EDUC: 'Education, culture and sport', ECON: 'Economy and finance' },
  ...{ TECH: 'Science and technology', SOCI: 'Population and society', REGI: 'Regions and cities' },
};
const frequencies: Readonly<Record<string, string>> = {
  ...{ once: 'NEVER', yearly: 'ANNUAL', quarterly: 'QUARTERLY', monthly: 'MONTHLY', weekly: 'WEEKLY', daily: 'DAILY' },
  irregular: 'IRREG',
};

const both = (property: string, vi: string, en: string): [string, Term | null][] => [
  [property, vi === '' ? null : { text: vi, language: 'vi' }],
  [property, en === '' ? null : { text: en, language: 'en' }],
];
const moment = (value: string | null): Term | null => (value === null ? null : { value, type: 'xsd:dateTime' });
const day = (value: string | null): Term | null => (value === null ? null : { value, type: 'xsd:date' });

/** A term of a vocabulary with its type, which validators that do not load vocabularies ask for. */
const known = (id: string, type: string): Node => ({ id, types: [type], properties: [] });

/** A sector as a theme: validators want the name of a concept beside it. */
function themeOf(sector: string): Node {
  const code = themes[sector] ?? '';
  const name: Term = { text: themeNames[code] ?? code, language: 'en' };
  return { ...known(`${authority}/data-theme/${code}`, 'skos:Concept'), properties: [['skos:prefLabel', name]] };
}

/** A dataset with its distributions as DCAT-AP 3: the things that stand by themselves, the dataset first. Pure. */
export function dcatOf(published: Published): Node[] {
  const { dataset, site, open } = published;
  const { provider, currentRevision: revision } = dataset;
  const address = addressOf(published);
  const publisher: Node = {
    id: `${site}/id/${provider.id}`,
    types: ['foaf:Agent'],
    properties: both('foaf:name', provider.nameVi, provider.nameEn),
  };
  const theme = dataset.sector ? themeOf(dataset.sector) : null;
  const rights = known(`${authority}/access-right/${open ? 'PUBLIC' : 'RESTRICTED'}`, 'dct:RightsStatement');
  const frequency = dataset.updateFrequency
    ? known(`${authority}/frequency/${frequencies[dataset.updateFrequency]}`, 'dct:Frequency')
    : null;
  const places = dataset.provinces.map((code): Node => {
    const name = provinces.find((one) => one.code === code)?.name ?? code;
    const label: Term = { text: name, language: 'vi' };
    return { id: `${site}/id/province/${code}`, types: ['dct:Location'], properties: [['skos:prefLabel', label]] };
  });
  const licences = [...new Set(published.offers.map((one) => one.licence))].map((one) =>
    known(licenceAddress(site, one), 'dct:LicenseDocument'),
  );
  const files = revision?.files ?? [];
  const distributions = files.flatMap((file) => distributionOf(published, file, licences));
  const landing = known(`${address}?lang=vi`, 'foaf:Document');
  const self: Node = {
    id: address,
    types: ['dcat:Dataset'],
    properties: [
      ...both('dct:title', dataset.titleVi, dataset.titleEn),
      ...both('dct:description', dataset.descriptionVi || dataset.titleVi, dataset.descriptionEn),
      ['dct:identifier', { text: dataset.id }],
      ['dct:publisher', publisher],
      ...dataset.keywords.map((text): [string, Term] => ['dcat:keyword', { text, language: 'vi' }]),
      ['dcat:theme', theme],
      ['dct:accessRights', rights],
      ['dct:accrualPeriodicity', frequency],
      ...places.map((place): [string, Term] => ['dct:spatial', place]),
      [
        'dct:temporal',
        dataset.coverageFrom === null
          ? null
          : {
              types: ['dct:PeriodOfTime'],
              properties: [
                ['dcat:startDate', day(dataset.coverageFrom)],
                ['dcat:endDate', day(dataset.coverageTo)],
              ],
            },
      ],
      ['dct:issued', moment(dataset.listedAt)],
      ['dct:modified', moment(revision?.publishedAt ?? dataset.updatedAt)],
      ['dcat:version', revision ? { text: String(revision.number) } : null],
      [
        'dct:provenance',
        dataset.provenance === ''
          ? null
          : {
              types: ['dct:ProvenanceStatement'],
              properties: [['rdfs:label', { text: dataset.provenance, language: 'vi' }]],
            },
      ],
      ['dcat:landingPage', landing],
      ...files.map((file): [string, Term] => ['dcat:distribution', { iri: distributionId(address, file) }]),
    ],
  };
  return [self, publisher, landing, theme, rights, frequency, ...places, ...licences, ...distributions].flatMap(
    (one) => (one === null ? [] : [one]),
  );
}

const distributionId = (address: string, file: FileView) => `${address}#${file.id}`;

function distributionOf(published: Published, file: FileView, licences: readonly Node[]): Node[] {
  const address = addressOf(published);
  const { open } = published;
  const mediaType = known(`https://www.iana.org/assignments/media-types/${mediaTypeOf(file.format)}`, 'dct:MediaType');
  const format = known(`${authority}/file-type/${file.format.toUpperCase()}`, 'dct:MediaTypeOrExtent');
  const self: Node = {
    id: distributionId(address, file),
    types: ['dcat:Distribution'],
    properties: [
      ['dct:title', { text: file.name }],
      ['dcat:accessURL', { iri: open ? fileAddress(published, file) : address }],
      ['dcat:downloadURL', open ? { iri: fileAddress(published, file) } : null],
      ['dcat:mediaType', mediaType],
      ['dct:format', format],
      ['dcat:byteSize', { value: String(file.bytes), type: 'xsd:nonNegativeInteger' }],
      // One licence for a distribution: the open one where there is one.
      ['dct:license', licences.find((one) => one.id?.endsWith('/open')) ?? licences[0] ?? null],
      [
        'spdx:checksum',
        {
          types: ['spdx:Checksum'],
          properties: [
            ['spdx:algorithm', { iri: 'spdx:checksumAlgorithm_sha256' }],
            ['spdx:checksumValue', { value: file.sha256, type: 'xsd:hexBinary' }],
          ],
        },
      ],
    ],
  };
  return [self, mediaType, format, known('spdx:checksumAlgorithm_sha256', 'spdx:ChecksumAlgorithm')];
}

export type CatalogPage = {
  site: string;
  /** Extension of the document's address: `ttl` or `jsonld`. */
  as: string;
  operator: { id: string; nameVi: string; nameEn: string } | null;
  total: number;
  here: string;
  next: string | null;
  datasets: readonly Published[];
};

/** One page of the whole catalogue, with Hydra's way to the next. Pure. */
export function catalogOf({ site, as, operator, total, here, next, datasets }: CatalogPage): Node[] {
  const first = `${site}/catalog.${as}`;
  const publisher: Node = {
    id: operator ? `${site}/id/${operator.id}` : `${site}/#exchange`,
    types: ['foaf:Agent'],
    properties: both('foaf:name', operator?.nameVi ?? 'Datasan', operator?.nameEn ?? 'Datasan'),
  };
  const catalog: Node = {
    id: `${site}/catalog`,
    types: ['dcat:Catalog', 'hydra:Collection'],
    properties: [
      ...both('dct:title', 'Danh mục dữ liệu của sàn', 'Data catalogue of the exchange'),
      ...both('dct:description', 'Các bộ dữ liệu đang niêm yết trên sàn.', 'Datasets that are listed on the exchange.'),
      ['dct:publisher', publisher],
      ['foaf:homepage', known(`${site}/`, 'foaf:Document')],
      ['hydra:totalItems', { value: String(total), type: 'xsd:integer' }],
      [
        'hydra:view',
        {
          id: here,
          types: ['hydra:PartialCollectionView'],
          properties: [],
        },
      ],
      ...datasets.map((one): [string, Term] => ['dcat:dataset', { iri: addressOf(one) }]),
    ],
  };
  const view: Node = {
    id: here,
    types: ['hydra:PartialCollectionView'],
    properties: [
      ['hydra:first', { iri: first }],
      ['hydra:next', next === null ? null : { iri: next }],
    ],
  };
  return distinct([catalog, view, publisher, known(`${site}/`, 'foaf:Document'), ...datasets.flatMap(dcatOf)]);
}

/** Things that several datasets name, once. Pure. */
function distinct(nodes: readonly Node[]): Node[] {
  const seen = new Set<string>();
  return nodes.filter((one) => {
    const key = one.id ? `${one.id} ${one.types.join()}` : '';
    if (key !== '' && seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
