import type { Bilingual, Language } from '../../contracts/common.js';
import type { Lifecycle } from '../../contracts/lifecycle.js';
import type { Note } from '../../contracts/notifications.js';

type Stated = { id: string; state: string; stateReason: string | null };

/** The same words in both languages. */
export const same = (words: string): Bilingual => ({ vi: words, en: words });

/** A short note: what it is about, the state it is in, why, and on which page to look. Pure. */
export function noteFor(lifecycle: Lifecycle, row: Stated, title: Bilingual, path: string): Note {
  const state = lifecycle.states[row.state];
  if (!state) throw new Error(`${lifecycle.subject} knows no state ${row.state}.`);
  const why =
    row.stateReason === null ? same('') : { vi: `\nLý do: ${row.stateReason}`, en: `\nReason: ${row.stateReason}` };
  return {
    title: {
      vi: `${lifecycle.name.vi}: ${state.vi} – ${title.vi}`,
      en: `${capital(lifecycle.name.en)}: ${state.en} – ${title.en}`,
    },
    text: {
      vi: `${lifecycle.name.vi} “${title.vi}” (${row.id}): ${state.vi}.${why.vi}`,
      en: `The ${lifecycle.name.en} “${title.en}” (${row.id}) is now: ${state.en}.${why.en}`,
    },
    path,
  };
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const foot: Bilingual = {
  vi: 'Chọn cách nhận thông báo',
  en: 'Choose how you are told',
};

/** A note as a mail: in the member's language, or in both where none was chosen. Pure. */
export function mailOf(note: Note, language: Language | null, publicUrl: string): { subject: string; text: string } {
  const languages: readonly Language[] = language === null ? ['vi', 'en'] : [language];
  const told = [...new Set(languages.map((one) => note.text[one]))];
  const feet = languages.map((one) => foot[one]).join(' / ');
  return {
    subject: note.title[languages[0] ?? 'vi'],
    text: [
      ...told,
      ...(note.path === null ? [] : ['', `${publicUrl}${note.path}`]),
      '',
      '-- ',
      `${feet}: ${publicUrl}/notifications/settings`,
    ].join('\n'),
  };
}
