import type { DatasetCard } from '../../contracts/catalogue.js';
import type { Bilingual, Language } from '../../contracts/common.js';
import { provenanceBases, sectors, updateFrequencies } from '../../contracts/scheme/pilot-2026.js';
import { licenceSummary } from '../licensing/templates.js';
import { schemaOrgOf } from './croissant.js';
import { addressOf, fileAddress, type Published } from './facts.js';
import { escapeHtml, filled, type Head } from './html.js';

const pick = (language: Language, vi: string, en: string) => (language === 'vi' ? vi : en || vi);
const words = (language: Language, text: Bilingual) => escapeHtml(text[language]);
const inLanguage = (address: string, language: Language) =>
  language === 'vi' ? address : `${address}${address.includes('?') ? '&' : '?'}lang=en`;

/** A dataset's page as crawlers and people without JavaScript read it. Pure. */
export function datasetPage(page: string, published: Published, language: Language): string {
  const { dataset } = published;
  const address = addressOf(published);
  const title = pick(language, dataset.titleVi, dataset.titleEn);
  const description = pick(language, dataset.descriptionVi, dataset.descriptionEn);
  const head: Head = {
    language,
    title,
    description,
    canonical: inLanguage(address, language),
    languages: { vi: address, en: inLanguage(address, 'en') },
    alternates: [
      { href: `${address}.ttl`, type: 'text/turtle' },
      { href: `${address}.jsonld`, type: 'application/ld+json' },
      { href: `${address}/croissant.json`, type: 'application/ld+json; profile="http://mlcommons.org/croissant/1.1"' },
    ],
    data: schemaOrgOf(published),
  };
  const t = (vi: string, en: string) => (language === 'vi' ? vi : en);
  const facts: [string, string | null][] = [
    [t('Bên bán', 'Provider'), pick(language, dataset.provider.nameVi, dataset.provider.nameEn)],
    [t('Lĩnh vực', 'Sector'), dataset.sector ? sectors[dataset.sector][language] : null],
    [t('Thời gian', 'Period'), dataset.coverageFrom ? `${dataset.coverageFrom} – ${dataset.coverageTo ?? ''}` : null],
    [t('Phạm vi', 'Coverage'), dataset.coverageArea],
    [t('Cập nhật', 'Updated'), dataset.updateFrequency ? updateFrequencies[dataset.updateFrequency][language] : null],
    [t('Số dòng (đo được)', 'Rows (measured)'), dataset.rows === null ? null : dataset.rows.toLocaleString('vi-VN')],
    [
      t('Nguồn gốc', 'Origin'),
      dataset.provenanceBasis ? `${provenanceBases[dataset.provenanceBasis][language]}. ${dataset.provenance}` : null,
    ],
    [t('Hạn chế đã biết', 'Known limitations'), dataset.limitations],
    [t('Từ khóa', 'Keywords'), dataset.keywords.join(', ')],
  ];
  const files = dataset.currentRevision?.files ?? [];
  const body = `<main class="page">
<p><a href="/">${t('Danh mục dữ liệu', 'Data catalogue')}</a></p>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(description)}</p>
<dl>${facts.flatMap(([name, value]) => (value ? [`<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`] : [])).join('')}</dl>
<h2>${t('Chào bán', 'Offers')}</h2>
<ul>${published.offers.map((one) => `<li>${words(language, licenceSummary(one.licence).title)}: ${one.priceVnd === 0 ? t('miễn phí', 'free') : `${one.priceVnd.toLocaleString('vi-VN')} ₫`}</li>`).join('')}</ul>
${files
  .map(
    (file) => `<h2>${escapeHtml(file.name)}</h2>
${published.open ? `<p><a href="${escapeHtml(fileAddress(published, file))}" download>${t('Tải xuống', 'Download')}</a> (SHA-256 ${file.sha256})</p>` : ''}
<table><thead><tr><th>${t('Cột', 'Column')}</th><th>${t('Ý nghĩa', 'Meaning')}</th><th>${t('Kiểu', 'Type')}</th></tr></thead><tbody>${(file.columns ?? []).map((one) => `<tr><td>${escapeHtml(one.name)}</td><td>${escapeHtml(one.description ? pick(language, one.description.vi, one.description.en) : '')}</td><td>${escapeHtml(one.type)}</td></tr>`).join('')}</tbody></table>`,
  )
  .join('\n')}
</main>`;
  return filled(page, head, body);
}

/** A page of the catalogue, with links that lead through all of it. Pure. */
export function cataloguePage(
  page: string,
  {
    site,
    items,
    next,
    language,
    search,
  }: { site: string; items: readonly DatasetCard[]; next: string | null; language: Language; search: string },
): string {
  const t = (vi: string, en: string) => (language === 'vi' ? vi : en);
  const address = `${site}/${search === '' ? '' : `?${search}`}`;
  const head: Head = {
    language,
    title: t('Danh mục dữ liệu', 'Data catalogue'),
    description: t(
      'Bộ dữ liệu đã kiểm duyệt, có giấy phép rõ ràng và số liệu đo trên toàn bộ dữ liệu.',
      'Reviewed datasets under clear licences, with figures measured over every row.',
    ),
    canonical: inLanguage(address, language),
    languages: { vi: address, en: inLanguage(address, 'en') },
    alternates: [
      { href: `${site}/catalog.ttl`, type: 'text/turtle' },
      { href: `${site}/catalog.jsonld`, type: 'application/ld+json' },
    ],
    data: null,
  };
  const entry = (one: DatasetCard) =>
    `<li><h2><a href="/datasets/${one.id}${language === 'en' ? '?lang=en' : ''}">${escapeHtml(pick(language, one.titleVi, one.titleEn))}</a></h2><p>${escapeHtml(pick(language, one.descriptionVi, one.descriptionEn))}</p></li>`;
  const body = `<main class="page">
<h1>${head.title}</h1>
<ul>${items.map(entry).join('\n')}</ul>
${next === null ? '' : `<p><a rel="next" href="${escapeHtml(next)}">${t('Trang sau', 'Next page')}</a></p>`}
</main>`;
  return filled(page, head, body);
}
