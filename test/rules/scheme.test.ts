import assert from 'node:assert/strict';
import type { Bilingual } from '../../contracts/common.js';
import type { ClockName } from '../../contracts/lifecycle.js';
import * as scheme from '../../contracts/scheme/pilot-2026.js';
import { provinceCodes, provinces } from '../../contracts/scheme/provinces.js';

const { mentionsForeignCurrency } = scheme;
const day = 86_400_000;

const foreign = [
  '200 USD',
  'Giá 1,500.00usd mỗi tháng',
  'US$ 50',
  '50 US$',
  '€50',
  '50 €/tháng',
  '$5',
  '20 eur',
  '20 euros',
  'GBP 10',
  '¥100',
  'JPY 5000',
  '1.000 đô la Mỹ',
  '2 triệu USD',
  '2 triệu đô la',
  '1.000 đô la Mỹ'.normalize('NFD'),
  'Thanh toán bằng đô la Mỹ',
  'quy đổi theo tỷ giá ngày thanh toán',
  'Theo tỷ giá USD của ngân hàng',
];
const domestic = [
  '',
  '2.500.000 ₫',
  '2.500.000 đồng',
  '1.000.000 VND',
  'Prices in US$ are not accepted',
  'Tỷ giá USD/VND hằng ngày',
  'busdepot',
  '5 busdepot',
  'Đường truyền 10 Gbps',
  '2024 European floods',
  '2 USDA reports',
  'chauffeur 3',
  '100 đo lường',
];

/** Tables of words for the screen, with their size as a guard against an emptied one. */
const vocabularies: readonly (readonly [string, Readonly<Record<string, Bilingual>>, number])[] = [
  ['sectors', scheme.sectors, 14],
  ['update frequencies', scheme.updateFrequencies, 7],
  ['bases of provenance', scheme.provenanceBases, 6],
  ['legal forms', scheme.legalForms, 11],
  ['decision codes', scheme.decisionCodes, 11],
  ['legal grounds', scheme.legalGrounds, 8],
];

const lengths: Record<keyof typeof scheme.clocks, number> = {
  requestLapse: 45 * day,
  agreementWindow: 14 * day,
  paymentWindow: 3 * day,
  paymentAnswer: 5 * day,
  acceptance: 14 * day,
  disputeWindow: 180 * day,
  accessWarning: 30 * day,
  accessGrace: 7 * day,
  undeliveredRefund: day,
  fulfilmentStall: day / 24,
  takeDown: day,
  incidentNotice: 3 * day,
  incidentFirstAlert: 2 * day,
  incidentSecondAlert: day,
  incidentLastAlert: day / 4,
};

describe('A price in foreign currency', () => {
  for (const text of foreign) it(`is found in “${text}”`, () => assert.equal(mentionsForeignCurrency(text), true));
  for (const text of domestic)
    it(`is not found in “${text}”`, () => assert.equal(mentionsForeignCurrency(text), false));
});

describe('The 2026 scheme', () => {
  it('knows 34 provinces, six of them cities and Đồng Nai, each with its own code and name', () => {
    assert.equal(provinces.length, 34);
    assert.equal(new Set(provinceCodes).size, 34);
    assert.equal(new Set(provinces.map((one) => one.name)).size, 34);
    for (const { code, name } of provinces) {
      assert.match(code, /^\d{2}$/);
      assert.match(name, /^\p{Lu}\p{Ll}+( \p{Lu}\p{Ll}+)*$/u);
      assert.equal(name, name.normalize('NFC'));
    }
    assert.deepEqual(
      provinces.filter((one) => one.city).map((one) => one.name),
      ['Hà Nội', 'Hải Phòng', 'Huế', 'Đà Nẵng', 'Đồng Nai', 'Hồ Chí Minh', 'Cần Thơ'],
    );
  });

  it('has clocks of these lengths, one for every clock of the lifecycles', () => {
    assert.deepEqual(scheme.clocks, lengths);
    const named: Record<ClockName, true> = {
      'request-lapse': true,
      'payment-window': true,
      'payment-answer': true,
      'undelivered-refund': true,
      'fulfilment-stall': true,
      acceptance: true,
      'dispute-window': true,
      'access-warning': true,
      'access-grace': true,
      'agreement-window': true,
      'take-down': true,
      'incident-notice': true,
      'incident-first-alert': true,
      'incident-second-alert': true,
      'incident-last-alert': true,
    };
    const camel = Object.keys(named).map((name) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()));
    assert.deepEqual(Object.keys(scheme.clocks).sort(), camel.sort());
  });

  it('says for every rule where it comes from and how sure that is', () => {
    const rules = [...Object.values(scheme.clockSources), scheme.pilotScope];
    assert.equal(rules.length, Object.keys(lengths).length + 1);
    for (const { source, confidence } of rules) {
      assert.ok(source.length > 10, source);
      assert.match(confidence, /^(S1|S2|DES)$/);
    }
    assert.ok(Number.isSafeInteger(scheme.pilotScope.maxOrderVnd) && scheme.pilotScope.maxOrderVnd > 0);
  });

  it('shows a banner wherever a transaction has no legal effect, and none on a live exchange', () => {
    for (const mode of ['demo', 'pilot'] as const) {
      assert.match(scheme.banners[mode].vi, /không có giá trị pháp lý/);
      assert.match(scheme.banners[mode].en, /without legal effect/);
    }
    assert.equal(scheme.banners.live, null);
  });

  for (const [name, table, size] of vocabularies) {
    it(`names its ${name} in both languages, each differently`, () => {
      const words = Object.values(table);
      assert.equal(words.length, size);
      for (const language of ['vi', 'en'] as const) {
        assert.equal(new Set(words.map((one) => one[language].trim())).size, size);
        assert.ok(words.every((one) => one[language].trim().length > 1));
      }
      assert.ok(words.every((one) => one.vi !== one.en));
    });
  }
});
