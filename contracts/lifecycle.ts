import type { AllowedAction, Bilingual, Party } from './common.js';
import { Problem } from './problems.js';

/** Names of clocks whose lengths are in `scheme/pilot-2026.ts`; the operator may set them. */
export type ClockName =
  | 'request-lapse'
  | 'payment-window'
  | 'payment-answer'
  | 'undelivered-refund'
  | 'fulfilment-stall'
  | 'acceptance'
  | 'dispute-window'
  | 'access-warning'
  | 'access-grace'
  | 'agreement-window'
  | 'take-down'
  | 'incident-notice'
  | 'incident-first-alert'
  | 'incident-second-alert'
  | 'incident-last-alert';

/** One row of a lifecycle: who may do what, from where to where, when by itself, and what it starts. */
export type Transition<S extends string = string, A extends string = string, J extends string = string> = {
  action: A;
  /** States it leaves; empty for the row that creates the subject. */
  from: readonly S[];
  to: S;
  by: readonly Party[];
  label: Bilingual;
  /** Must, may or need not say why. Default `none`. */
  reason?: 'required' | 'optional';
  tone?: 'primary' | 'danger';
  /** Happens by itself when the clock has run since the state was entered. */
  after?: ClockName;
  /** Happens by itself when this column's moment (less `before`) has come. */
  at?: {
    column: string;
    before?: ClockName;
    /** The clock that ran up to the moment: time under a freeze is added to it. Without, the moment is a date that stands. */
    runs?: ClockName;
  };
  /** Jobs that start with it, in the same transaction; each is given `{ id }` of the subject. */
  starts?: readonly J[];
  /** The decision-maker must not be the member who submitted (column `submittedBy`). */
  fourEyes?: true;
  /** Possible also while frozen, since it stops more and moves nothing. */
  evenFrozen?: true;
  /** Ends what this action imposed, where it is imposed; only the organisation that imposed it may. */
  lifts?: string;
  /** Only through an operation of its own, never as a button of the generic kind. */
  guided?: true;
};

/** A lifecycle: its subject's name, where the parties stand on the row, its states and transitions. */
export type Lifecycle<S extends string = string, A extends string = string, J extends string = string> = {
  subject: string;
  name: Bilingual;
  /** Which column names the organisation that plays the party; `operator`, `regulator`, `system` need none. */
  partyColumns: Partial<Record<'provider' | 'buyer' | 'owner', string>>;
  states: Readonly<Record<S, Bilingual>>;
  transitions: readonly Transition<S, A, J>[];
};

/** Declares a lifecycle with its states, actions and jobs inferred as literals. */
export function lifecycle<const S extends string, const A extends string, const J extends string = never>(
  table: Lifecycle<S, A, J>,
): Lifecycle<S, A, J> {
  return table;
}

export type StateOf<L> = L extends Lifecycle<infer S, string, string> ? S : never;
export type ActionOf<L> = L extends Lifecycle<string, infer A, string> ? A : never;
export type JobOf<L> = L extends Lifecycle<string, string, infer J> ? J : never;

/**
 * The transition that `action` means for `state`, done by one of `roles`.
 * Throws 409 `transition-refused` in a wrong state, 403 `role-required` for a wrong role. Pure.
 */
export function decide<S extends string, A extends string, J extends string>(
  table: Lifecycle<S, A, J>,
  state: S | null,
  action: A,
  roles: readonly Party[],
): Transition<S, A, J> {
  const named = table.transitions.filter((row) => row.action === action);
  const allowed = named.filter((row) => row.by.some((party) => roles.includes(party)));
  if (allowed.length === 0) {
    throw new Problem(
      'role-required',
      {
        vi: `Chỉ ${[...new Set(named.flatMap((row) => row.by))].join(', ')} được thực hiện “${action}” với ${table.name.vi}.`,
        en: `Only ${[...new Set(named.flatMap((row) => row.by))].join(', ')} may ${action} the ${table.name.en}.`,
      },
      { action, subject: table.subject },
    );
  }
  const row = allowed.find((one) => (state === null ? one.from.length === 0 : one.from.includes(state)));
  if (row) return row;
  const froms = [...new Set(allowed.flatMap((one) => one.from))];
  const possible = (language: 'vi' | 'en', creation: string) =>
    froms.length === 0 ? creation : froms.map((from) => table.states[from][language]).join(', ');
  throw new Problem(
    'transition-refused',
    {
      vi: `${table.name.vi} đang ở trạng thái “${state === null ? 'mới' : table.states[state].vi}”; “${allowed[0]?.label.vi}” chỉ làm được từ: ${possible('vi', 'lúc tạo mới')}.`,
      en: `The ${table.name.en} is “${state === null ? 'new' : table.states[state].en}”; “${allowed[0]?.label.en}” is possible only from: ${possible('en', 'its creation')}.`,
    },
    { action, state, subject: table.subject },
  );
}

/** What one of `roles` may do in `state`: the buttons of a screen. Pure. */
export function actionsFor(table: Lifecycle, state: string, roles: readonly Party[]): AllowedAction[] {
  return table.transitions
    .filter((row) => !row.guided && row.from.includes(state) && row.by.some((party) => roles.includes(party)))
    .map((row) => ({
      action: row.action,
      label: row.label,
      reason: row.reason ?? 'none',
      tone: row.tone ?? 'neutral',
    }));
}
