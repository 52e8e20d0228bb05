import type { Lifecycle } from '../../contracts/lifecycle.js';

export type Note = { subject: string; text: string };
type Stated = { id: string; state: string; stateReason: string | null };

/** A short mail in both languages: what it is about, the state it is in, why, and where to look. Pure. */
export function noteFor(lifecycle: Lifecycle, row: Stated, title: string, url: string): Note {
  const state = lifecycle.states[row.state];
  if (!state) throw new Error(`${lifecycle.subject} knows no state ${row.state}.`);
  const why = row.stateReason === null ? [] : [`Lý do / Reason: ${row.stateReason}`];
  return {
    subject: `${lifecycle.name.vi}: ${state.vi} – ${title}`,
    text: [
      `${lifecycle.name.vi} “${title}” (${row.id}): ${state.vi}.`,
      `The ${lifecycle.name.en} “${title}” (${row.id}) is now: ${state.en}.`,
      ...why,
      '',
      url,
    ].join('\n'),
  };
}
