/** Column declarations that every `tables.ts` shares: one way to store an id, a moment, an amount. */

type Options = { nullable?: true; unique?: true; primary?: true; default?: string | number | boolean | (() => string) };

/** A PostgreSQL bigint as a JS safe integer; throws rather than lose a digit. */
const safeInteger = {
  to: (value: number | null) => value,
  from: (value: string | null) => {
    if (value === null) return null;
    const number = Number(value);
    if (!Number.isSafeInteger(number)) throw new Error(`The stored number ${value} is not a safe integer.`);
    return number;
  },
};

export const primaryId = { type: 'text', primary: true } as const;
export const text = (options: Options = {}) => ({ type: 'text', ...options }) as const;
export const texts = { type: 'text', array: true, default: '{}' } as const;
export const flag = (value: boolean) => ({ type: 'boolean', default: value }) as const;
export const count = (options: Options = {}) => ({ type: 'integer', ...options }) as const;
/** Bytes, rows, whole đồng. */
export const big = ({ given, ...options }: Options & { given?: true } = {}) =>
  // What the database itself gives is never written from here.
  ({
    type: 'bigint',
    transformer: safeInteger,
    ...options,
    ...(given ? { insert: false, update: false } : {}),
  }) as const;
export const moment = (options: Options = {}) => ({ type: 'timestamp with time zone', ...options }) as const;
export const day = (options: Options = {}) => ({ type: 'date', ...options }) as const;
export const json = (options: Options = {}) => ({ type: 'jsonb', ...options }) as const;

/** A reference to a row of another table; rows that others stand on are never deleted. */
export const reference = (target: string, options: Options = {}) =>
  ({ type: 'text', foreignKey: { target, onDelete: 'NO ACTION' }, ...options }) as const;

/** What every row with a lifecycle carries. Only `lifecycle/advance.ts` writes these. */
export type Stateful = {
  id: string;
  state: string;
  stateSince: Date;
  stateReason: string | null;
  /** Grows with every write; the ETag. */
  version: number;
};
export const stateColumns = {
  state: text(),
  stateSince: moment(),
  stateReason: text({ nullable: true }),
  version: count({ default: 1 }),
};
