import type { Bilingual, Language } from './common.js';

const vietnamese = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'] as const;

/**
 * A whole number in Vietnamese words, as on an invoice: `một triệu không trăm linh năm`. After “mươi”: mốt, tư, lăm; an empty
 * ten is “linh”, or “lẻ” as in the south. Throws for what is no safe integer.
 */
export function vietnameseNumber(value: number, emptyTen: 'linh' | 'lẻ' = 'linh'): string {
  requireWhole(value);
  if (value < 0) return `âm ${vietnameseNumber(-value, emptyTen)}`;
  return value === 0 ? 'không' : vietnamesePart(value, false, emptyTen);
}

/** `led`: something greater was said before, so that hundreds are said even when there are none. */
function vietnamesePart(value: number, led: boolean, emptyTen: string): string {
  const parts: string[] = [];
  const billions = Math.floor(value / 1_000_000_000);
  if (billions > 0) parts.push(vietnamesePart(billions, led, emptyTen), 'tỷ');
  for (const [size, name] of [
    [1_000_000, 'triệu'],
    [1_000, 'nghìn'],
    [1, ''],
  ] as const) {
    const group = Math.floor((value % 1_000_000_000) / size) % 1_000;
    if (group > 0) parts.push(vietnameseGroup(group, led || parts.length > 0, emptyTen), name);
  }
  return parts.filter(Boolean).join(' ');
}

function vietnameseGroup(group: number, led: boolean, emptyTen: string): string {
  const [hundreds, tens, ones] = [Math.floor(group / 100), Math.floor(group / 10) % 10, group % 10];
  const said: string[] = [];
  if (hundreds > 0 || led) said.push(`${vietnamese[hundreds]} trăm`);
  if (tens === 0 && ones > 0 && said.length > 0) said.push(emptyTen);
  if (tens === 1) said.push('mười');
  if (tens > 1) said.push(`${vietnamese[tens]} mươi`);
  if (ones > 0) said.push(vietnameseOnes(ones, tens, said.length > 0));
  return said.join(' ');
}

function vietnameseOnes(ones: number, tens: number, after: boolean): string {
  if (ones === 1 && tens > 1) return 'mốt';
  if (ones === 4 && tens !== 1 && after) return 'tư';
  if (ones === 5 && tens > 0) return 'lăm';
  return vietnamese[ones] ?? '';
}

const english = [
  ...['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'],
  ...['thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen'],
];
const englishTens = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const englishScales = ['', 'thousand', 'million', 'billion', 'trillion', 'quadrillion'];

/** A whole number in English words: `one million five`. Throws for what is no safe integer. */
export function englishNumber(value: number): string {
  requireWhole(value);
  if (value < 0) return `minus ${englishNumber(-value)}`;
  if (value === 0) return 'zero';
  const said: string[] = [];
  for (const [index, scale] of [...englishScales.entries()].reverse()) {
    const group = Math.floor(value / 1_000 ** index) % 1_000;
    if (group > 0) said.push([englishGroup(group), scale].filter(Boolean).join(' '));
  }
  return said.join(' ');
}

function englishGroup(group: number): string {
  const rest = group % 100;
  const small = rest < 20 ? english[rest] : [englishTens[Math.floor(rest / 10)], english[rest % 10]].join('-');
  const said = rest % 10 === 0 && rest >= 20 ? englishTens[rest / 10] : small;
  const hundreds = group >= 100 ? [`${english[Math.floor(group / 100)]} hundred`] : [];
  return [...hundreds, ...(rest > 0 ? [said] : [])].join(' ');
}

function requireWhole(value: number): void {
  if (!Number.isSafeInteger(value)) throw new Error(`${value} is no whole number that can be said.`);
}

/** An amount in words, with a capital letter and its currency: `Một triệu đồng`, `One million đồng`. */
export function amountInWords(vnd: number, language: Language): string {
  const words = language === 'vi' ? vietnameseNumber(vnd) : englishNumber(vnd);
  return `${words.charAt(0).toLocaleUpperCase('vi')}${words.slice(1)} đồng`;
}

export function amountInBothWords(vnd: number): Bilingual {
  return { vi: amountInWords(vnd, 'vi'), en: amountInWords(vnd, 'en') };
}
