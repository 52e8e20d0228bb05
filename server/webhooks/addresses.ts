import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

/** Where messages may go. `local` lets them to this machine and to private networks, over plain HTTP: for trying out. */
export type Reach = 'public' | 'local';

/** Addresses that are no public host: own machine, own networks, metadata of clouds, what is reserved (IANA registries). */
const closed = new BlockList();
for (const [subnet, bits] of [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
  ] as const),
  ...([
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.0.2.0', 24],
    ['192.88.99.0', 24],
    ['192.168.0.0', 16],
  ] as const),
  ...([
    ['198.18.0.0', 15],
    ['198.51.100.0', 24],
    ['203.0.113.0', 24],
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
  ] as const),
] as const)
  closed.addSubnet(subnet, bits, 'ipv4');
for (const [subnet, bits] of [
  // Tunnels (Teredo, 6to4) and documentation lie within what is else global.
  ...([
    ['2001::', 23],
    ['2001:db8::', 32],
    ['2002::', 16],
    ['3fff::', 20],
  ] as const),
] as const)
  closed.addSubnet(subnet, bits, 'ipv6');
const global = new BlockList();
global.addSubnet('2000::', 3, 'ipv6');
const mapped = new BlockList();
mapped.addSubnet('::ffff:0:0', 96, 'ipv6');

/** Whether an IP address is one of the public internet. An IPv4 address written as IPv6 is judged as what it is. Pure. */
export function isPublic(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  if (isIP(bare) === 4) return !closed.check(bare, 'ipv4');
  if (isIP(bare) !== 6) return false;
  const four = unmapped(bare);
  if (four !== null) return isPublic(four);
  return global.check(bare, 'ipv6') && !closed.check(bare, 'ipv6');
}

/** The IPv4 address in an IPv4-mapped IPv6 one (`::ffff:7f00:1`), else null. */
function unmapped(address: string): string | null {
  const host = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const found = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(host);
  if (!found) return null;
  const [high, low] = [Number.parseInt(found[1] ?? '', 16), Number.parseInt(found[2] ?? '', 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** What is wrong with an address that somebody wants messages sent to, before any name is looked up; null when nothing is. */
export function faultOf(address: string, reach: Reach): { vi: string; en: string } | null {
  const { protocol, hostname, username, password, hash } = new URL(address);
  if (username !== '' || password !== '' || hash !== '') {
    return { vi: 'không được có tài khoản hay #', en: 'must have no user, password or #' };
  }
  if (reach === 'local') return null;
  if (protocol !== 'https:') return { vi: 'phải bắt đầu bằng https://', en: 'must start with https://' };
  const literal = isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
  if (literal ? !isPublic(hostname) : !/\.[a-z0-9-]+\.?$/i.test(hostname) || isLocalName(hostname)) {
    return { vi: 'phải là một máy chủ công cộng', en: 'must be a public host' };
  }
  return null;
}

function isLocalName(hostname: string): boolean {
  return /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa)\.?$/i.test(hostname);
}

export type Resolve = (hostname: string) => Promise<{ address: string; family: number }[]>;
const system: Resolve = (hostname) => lookup(hostname, { all: true, verbatim: true });

/**
 * The one address to connect to. The name is looked up once and what is connected to is what was checked: a name that
 * changes its mind in between (DNS rebinding) gains nothing. Throws where any of its addresses is not public.
 */
export async function pinned(
  hostname: string,
  reach: Reach,
  resolve = system,
): Promise<{ address: string; family: number }> {
  const bare = hostname.replace(/^\[|\]$/g, '');
  const found = isIP(bare) === 0 ? await resolve(bare) : [{ address: bare, family: isIP(bare) }];
  const closedOne = reach === 'public' ? found.find(({ address }) => !isPublic(address)) : undefined;
  if (closedOne) throw new Error('the host is not public');
  const [first] = found;
  if (!first) throw new Error('the host has no address');
  return first;
}
