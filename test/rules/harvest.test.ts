import assert from 'node:assert/strict';
import { readCkan, readDcat } from '../../server/harvest/reading.js';
import { ckanAnswer, dcatAnswer } from '../portals.js';

describe('Records of other portals', () => {
  it('are read from an answer of CKAN: private ones and ones without a title are left out', () => {
    const { total, records } = readCkan(ckanAnswer, 'https://portal.example.vn');
    assert.equal(total, 4);
    assert.deepEqual(records, [
      {
        sourceId: 'a1b2',
        identity: 'name:luong mua theo gio tai cac tram mau|so nong nghiep va moi truong mau',
        title: 'Lượng mưa theo giờ tại các trạm Mẫu',
        description: 'Số đo của 12 trạm tự động.',
        publisher: 'Sở Nông nghiệp và Môi trường Mẫu',
        licence: 'CC BY 4.0',
        landingPage: 'https://portal.example.vn/dataset/luong-mua-theo-gio',
        formats: ['CSV', 'JSON'],
        keywords: ['thời tiết', 'lượng mưa'],
        modifiedAt: '2026-10-02T03:04:05.000Z',
      },
      {
        sourceId: 'c3d4',
        identity: 'doi:10.5281/zenodo.1234567',
        title: 'Elevation of benchmarks',
        description: '',
        publisher: null,
        licence: null,
        landingPage: 'https://doi.org/10.5281/zenodo.1234567',
        formats: [],
        keywords: [],
        modifiedAt: null,
      },
    ]);
  });

  it('are read from a DCAT catalogue, whatever way the JSON-LD is written, Vietnamese first, with its next page', () => {
    const { next, records } = readDcat(dcatAnswer, 'https://mo.example.vn/catalog.jsonld');
    assert.equal(next, 'https://mo.example.vn/catalog.jsonld?page=2');
    assert.deepEqual(
      records.map(({ title, publisher, licence, formats, landingPage, identity }) => ({
        ...{ title, publisher, licence, formats, landingPage, identity },
      })),
      [
        {
          title: 'Lượng mưa theo giờ tại các trạm Mẫu',
          publisher: 'Sở Nông nghiệp và Môi trường Mẫu',
          licence: 'https://creativecommons.org/licenses/by/4.0/',
          formats: ['CSV'],
          landingPage: 'https://mo.example.vn/datasets/1',
          identity: 'name:luong mua theo gio tai cac tram mau|so nong nghiep va moi truong mau',
        },
      ],
    );
  });

  it('lead nowhere but to the web', () => {
    const evil = structuredClone(ckanAnswer);
    Object.assign(evil.result.results[0] as object, { url: 'javascript:alert(1)' });
    assert.match(readCkan(evil, 'https://portal.example.vn').records[0]?.landingPage ?? '', /^https:\/\/portal/);
  });

  for (const wrong of [null, 'x', [], {}, { success: false }, { success: true, result: {} }]) {
    it(`are not read from ${JSON.stringify(wrong)}`, () => {
      assert.throws(() => readCkan(wrong, 'https://portal.example.vn'), /CKAN/);
    });
  }
});
