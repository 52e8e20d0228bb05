import assert from 'node:assert/strict';
import type { ListingFacts } from '../../contracts/scheme/findings.js';
import { judge } from '../../contracts/scheme/judge.js';
import { holderIs } from '../../contracts/scheme/participants.js';
import { decisionCodes } from '../../contracts/scheme/pilot-2026.js';
import { requiredFields } from '../../contracts/scheme/required.js';
import { masksOnly } from '../../contracts/scheme/rules/personal.js';
import { checkTaxCode } from '../../contracts/scheme/tax-code.js';
import { headCounts, proposedClass } from '../../contracts/scheme/thresholds.js';
import { vatPercent } from '../../contracts/scheme/vat.js';
import { page } from '../stories.js';

const lawful: ListingFacts = {
  page,
  today: '2026-11-27',
  exchange: { type: 'other', governingBody: 'UBND thành phố Mẫu' },
  provider: { legalForm: 'company', governingBody: null, dpoContact: null },
  certificates: [],
  revision: { files: [{ name: 'a.csv', format: 'csv', columns: ['a'], personal: [], anonymity: null }] },
  described: new Set(['a']),
  openOffers: [{ priceVnd: 0 }],
  importanceFloor: null,
};
const judged = (page: object, more: Partial<ListingFacts> = {}) =>
  judge({ ...lawful, ...more, page: { ...lawful.page, ...page } });

describe('The rules of the gate', () => {
  it('find nothing in a listing that is complete', () => {
    assert.deepEqual(judge(lawful), []);
  });

  it('miss each required field by its own pointer, and no other', () => {
    const empty: Record<string, object> = {
      '/descriptionVi': { descriptionVi: 'Ngắn quá.' },
      '/titleEn': { titleEn: '' },
      '/coverageArea': { coverageArea: '' },
      '/granularity': { granularity: '' },
      '/limitations': { limitations: '' },
      '/provenance': { provenance: '' },
    };
    for (const { pointer, severity } of requiredFields) {
      const [, first = '', part] = pointer.split('/');
      const gone = empty[pointer] ?? (part ? { quality: { ...page.quality, [part]: '' } } : { [first]: null });
      const found = judged(gone).map((one) => [one.pointer, one.severity]);
      assert.deepEqual(found, [[pointer, severity]], pointer);
    }
  });

  it('give every finding a sentence, what mends it, both in two languages, and a code that is known', () => {
    const bare = Object.fromEntries(Object.keys(page).map((name) => [name, null]));
    const found = judged({
      ...bare,
      ...{ descriptionVi: '', descriptionEn: '', titleEn: '', titleVi: 'Bí mật quân sự 5 USD', provenance: '' },
      ...{ coverageArea: '', granularity: '', limitations: '', declarations: [], quasiIdentifiers: ['x'] },
      ...{ personalOrigin: 'deidentified', productKind: 'value_added_product', importanceClass: 'core' },
    });
    assert.ok(found.length > 20, `${found.length}`);
    assert.equal(new Set(found.map((one) => one.key)).size, found.length, 'keys tell findings apart');
    for (const { sentence, mend, code } of found) {
      for (const text of [sentence.vi, sentence.en, mend.vi, mend.en]) assert.match(text, /\p{L}{2}.*[.!]$/u);
      assert.notEqual(sentence.vi, sentence.en);
      assert.ok(code === null || code in decisionCodes);
    }
  });

  it('F3, F4: head-counts give the class at the very threshold, and public data counts for nothing', () => {
    const class_ = (subjectsBasic: number | null, subjectsSensitive: number | null, disclosed = false) =>
      proposedClass({ subjectsBasic, subjectsSensitive, disclosed }, '2026-11-27');
    assert.equal(headCounts.length, 4);
    assert.deepEqual(
      [class_(99_999, 9_999), class_(100_000, null), class_(150_000, 0), class_(null, 10_000), class_(1_000_000, null)],
      ['other', 'important', 'important', 'important', 'core'],
    );
    assert.deepEqual(
      [class_(null, 120_000), class_(null, 100_000), class_(null, 99_999)],
      ['core', 'core', 'important'],
    );
    assert.equal(class_(5_000_000, 5_000_000, true), 'other');
    assert.equal(
      proposedClass({ subjectsBasic: 200_000, subjectsSensitive: null, disclosed: false }, '2025-06-30'),
      'other',
    );
  });

  it('F5: foreign currency is found in every text, by the field', () => {
    const found = judged({ quality: { ...page.quality, method: 'Mua thêm với giá 1.000 USD' } });
    assert.deepEqual(
      found.map((one) => [one.code, one.pointer]),
      [['GIA_NGOAI_TE', '/method']],
    );
  });

  it('F7: names of governing bodies are compared without marks and case, and only on an exchange that is not the national one', () => {
    const stateSource = { sourceDatabase: 'CSDL đất đai', governingBody: 'ubnd thanh pho mau' };
    assert.deepEqual(judged({ stateSource }), []);
    const ministry = { stateSource: { ...stateSource, governingBody: 'Bộ Mẫu' } };
    assert.deepEqual(
      judged(ministry).map((one) => one.code),
      ['NGUON_KHONG_HOP_LE'],
    );
    assert.deepEqual(judged(ministry, { exchange: { type: 'national', governingBody: null } }), []);
  });

  it('F13: an order of 02/01/2027 in class 8 % is taxed at 10 %', () => {
    assert.deepEqual([vatPercent('8', '2026-12-31'), vatPercent('8', '2027-01-02')], [8, 10]);
  });

  it('F14: the tax code 9900260375 and the branch -000 are refused', () => {
    assert.deepEqual(checkTaxCode('9900260375'), { ok: false, fault: 'checksum' });
    assert.deepEqual(checkTaxCode('9900260374-000'), { ok: false, fault: 'branch' });
    assert.equal(checkTaxCode('9900260374').ok, true);
  });

  it('a report of encryption alone is no de-identification; one that also drops or aggregates is', () => {
    assert.ok(masksOnly('Băm SHA-256 cột CCCD'));
    assert.ok(masksOnly('All identifiers were encrypted with AES'));
    assert.ok(!masksOnly('Bỏ cột CCCD, băm mã nội bộ, gộp tuổi theo nhóm'));
    assert.ok(!masksOnly('Names were removed; ids hashed'));
  });

  it('a service needs a confirmed certificate of its kind that is in force on the day', () => {
    const service = { productKind: 'analysis_service' };
    const held = (kind: 'intermediary' | 'analysis_supply', expiresOn: string, confirmed = true) =>
      judged(service, { certificates: [{ kind, expiresOn, confirmed }] }).map((one) => one.code);
    assert.deepEqual(held('analysis_supply', '2026-11-27'), []);
    assert.deepEqual(held('analysis_supply', '2026-11-26'), ['CHUNG_NHAN_HET_HAN']);
    assert.deepEqual(held('analysis_supply', '2027-11-26', false), ['CHUNG_NHAN_HET_HAN']);
    assert.deepEqual(held('intermediary', '2027-11-26'), ['CHUNG_NHAN_HET_HAN']);
  });

  it('the holder of an account is the organisation, written as banks write it', () => {
    const names = ['Công ty CP Bản đồ số Mẫu', 'Model Digital Maps JSC'];
    assert.ok(holderIs('CONG TY CO PHAN BAN DO SO MAU', names));
    assert.ok(holderIs('MODEL DIGITAL MAPS', names));
    assert.ok(!holderIs('BAN DO SO MAU HAI', names));
    assert.ok(!holderIs('CONG TY CO PHAN', names));
  });
});
