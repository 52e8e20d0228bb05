/** Personal details as a regulator sees them until they give a reason for one person of one file. Pure. */

/** `Nguyễn Thị Hoa` → `N.T.H.` */
export function initials(name: string): string {
  const words = name.normalize('NFC').trim().split(/\s+/).filter(Boolean);
  return words.map((word) => `${[...word][0]?.toUpperCase()}.`).join('');
}

/** `nguyen.hoa@example.vn` → `n***@…`: neither the mailbox nor its length nor the domain can be read. */
export function maskedEmail(email: string): string {
  return `${[...email][0] ?? ''}***@…`;
}

/** `mem_01k9v3m7q2x8r4t6w0y5z1a3bc` → `mem_…a3bc`: enough to tell two apart in one file. */
export function maskedId(id: string): string {
  const [prefix = '', rest = ''] = id.split('_');
  return `${prefix}_…${rest.slice(-4)}`;
}
