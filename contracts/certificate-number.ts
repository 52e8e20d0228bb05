/** What people may read and type: no I, L, O or U (Crockford’s base 32). */
const plain = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const signs = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const form = /^DS-(\d{4})-([0-9A-HJKMNP-TV-Z]{6})-([0-9A-HJKMNP-TV-Z]{2})$/;

/** Sum of every sign times its weight, modulo 1271; the last sign weighs 1. */
function remainder(text: string): number {
  let rest = 0;
  for (const sign of text) rest = (rest * 36 + signs.indexOf(sign)) % 1271;
  return rest;
}

/** The two check characters of ISO/IEC 7064, MOD 1271-36: they tell every wrong sign and every two that were swapped. */
export function checkCharacters(text: string): string {
  const check = (1272 - ((remainder(text) * 36 * 36) % 1271)) % 1271;
  return `${signs[Math.floor(check / 36)]}${signs[check % 36]}`;
}

/**
 * A number `DS-2026-7K3M9Q-X5` from six values of 0 to 31; null where its check characters could be misread, so that the
 * caller draws again. It tells the year and nothing else.
 */
export function certificateNumber(year: number, drawn: readonly number[]): string | null {
  const code = drawn.map((value) => plain[value % 32]).join('');
  const check = checkCharacters(`${year}${code}`);
  return [...check].every((sign) => plain.includes(sign)) ? `DS-${year}-${code}-${check}` : null;
}

/** Whether the check characters fit. */
export function isCertificateNumber(number: string): boolean {
  const match = form.exec(number);
  return match !== null && remainder(`${match[1]}${match[2]}${match[3]}`) === 1;
}

/** A number as people type it: small letters, spaces for hyphens, O for 0, I or L for 1. */
export function tidyCertificateNumber(typed: string): string {
  const signsOnly = typed.toUpperCase().replaceAll(/[^0-9A-Z]/g, '');
  const match = /^DS(.{4})(.{6})(.{2})$/.exec(signsOnly);
  if (!match) return typed.trim().toUpperCase();
  const [year, code, check] = match.slice(1).map((part) => part.replaceAll('O', '0').replaceAll(/[IL]/g, '1'));
  return `DS-${year}-${code}-${check}`;
}
