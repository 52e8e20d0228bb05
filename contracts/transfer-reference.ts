/**
 * The code a buyer writes into the content of a bank transfer. Banks upper-case it, drop spaces and add text around it, and
 * people mistype: the code has no letters that look like digits, and a check character.
 */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXY';
const prefix = 'DSN';
const base = BigInt(alphabet.length);
const length = 9;

/** A code for a number of up to 44 random bits, e.g. `DSN7K2M9QWXA5`. Throws on a number outside. */
export function transferReference(seed: bigint): string {
  if (seed < 0n || seed >= 1n << 44n) throw new Error('A reference is made of 44 bits.');
  let body = '';
  for (let rest = seed; body.length < length; rest /= base) body = alphabet[Number(rest % base)] + body;
  return `${prefix}${body}${check(body)}`;
}

/** The codes in the content of a transfer, in order; what fails its check character is no code. */
export function referencesIn(content: string): string[] {
  const text = content.toUpperCase().replaceAll(/[\s.\-_/]/g, '');
  const found: string[] = [];
  const pattern = new RegExp(`${prefix}([${alphabet}]{${length}})([${alphabet}])`, 'g');
  for (let at = 0; at < text.length; ) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) break;
    const [whole, body = '', last] = match;
    if (check(body) === last) {
      if (!found.includes(whole)) found.push(whole);
      at = match.index + whole.length;
    } else at = match.index + 1;
  }
  return found;
}

/** Weighted sum modulo 31, a prime: every single wrong character and every swap of two neighbours is found. */
function check(body: string): string {
  let sum = 0;
  for (const [index, char] of [...body].entries()) sum += (index + 2) * alphabet.indexOf(char);
  return alphabet[sum % 31] ?? '0';
}
