/** Old places of a tone mark and the new ones: “hòa” and “hoà” are one word (scheme §10.5). */
const places: readonly (readonly [string, string])[] = (
  [
    ['òa', 'oà'],
    ['óa', 'oá'],
    ['ỏa', 'oả'],
    ['õa', 'oã'],
    ['ọa', 'oạ'],
    ['òe', 'oè'],
    ['óe', 'oé'],
    ['ỏe', 'oẻ'],
    ['õe', 'oẽ'],
    ['ọe', 'oẹ'],
    ['ùy', 'uỳ'],
    ['úy', 'uý'],
    ['ủy', 'uỷ'],
    ['ũy', 'uỹ'],
    ['ụy', 'uỵ'],
  ] as const
).map(([old, now]) => [old.normalize('NFC'), now.normalize('NFC')]);

/** Text in small letters, composed, with every tone mark in its new place: what differs now differs in its marks. */
export function marked(text: string): string {
  return places.reduce((done, [old, now]) => done.replaceAll(old, now), text.normalize('NFC').toLowerCase());
}
