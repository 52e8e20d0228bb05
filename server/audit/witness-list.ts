import { signatureTypes, toHex, utf8 } from '../../contracts/proofs.js';
import { hashOf } from './tree.js';

/** Somebody outside who follows the log and cosigns what is consistent: its submission address, and the key it signs with. */
export type Witness = { name: string; url: string; vkey: string };

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Reads `URL VKEY, URL VKEY …` as LOG_WITNESSES holds it. Checkpoints leave the machine over https alone. Throws an `Error`
 * whose message says what is wrong.
 */
export function parseWitnesses(text: string): Witness[] {
  const witnesses = text.split(',').map((one) => parseWitness(one.trim()));
  for (const what of ['vkey', 'url'] as const) {
    if (new Set(witnesses.map((one) => one[what])).size < witnesses.length) {
      throw new Error(`names one ${what === 'url' ? 'address' : 'key'} twice`);
    }
  }
  return witnesses;
}

function parseWitness(text: string): Witness {
  const [address = '', vkey = '', ...more] = text.split(/\s+/);
  if (vkey === '' || more.length > 0) throw new Error('must be “URL VKEY” of each witness, with commas between');
  return { name: nameIn(vkey), vkey, url: checkedAddress(address) };
}

function checkedAddress(address: string): string {
  if (!URL.canParse(address)) throw new Error(`${address} is not an address`);
  const url = new URL(address);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback.test(url.hostname))) {
    throw new Error(`${address} must start with https:// (http:// is for this machine alone)`);
  }
  if (url.username !== '' || url.search !== '' || url.hash !== '') {
    throw new Error(`${url.origin} must be followed by a path and nothing else`);
  }
  return url.href.replace(/\/+$/, '');
}

/** The name in a key of the type `cosignature`, whose hash must fit. */
function nameIn(vkey: string): string {
  const [, name = '', hash = '', key = ''] = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(vkey) ?? [];
  const typed = new Uint8Array(Buffer.from(key, 'base64'));
  if (typed.length !== 33 || typed[0] !== signatureTypes.cosignature) {
    throw new Error(`${vkey} is not a witness’s verifier key (name+hash+key, Ed25519 cosignatures)`);
  }
  if (toHex(hashOf(utf8(`${name}\n`), typed).slice(0, 4)) !== hash) throw new Error(`the hash in ${vkey} does not fit`);
  return name;
}
