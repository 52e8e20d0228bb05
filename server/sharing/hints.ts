import { z } from 'zod';
import type { PartStats } from '../kernel/duckdb.js';

/** A predicate as JSON (`jsonPredicateHints` of the protocol). What is not understood skips nothing. */
type Node = {
  op: string;
  children?: Node[] | undefined;
  name?: string | undefined;
  value?: string | undefined;
  valueType?: string | undefined;
};
const node: z.ZodType<Node> = z.lazy(() =>
  z.object({
    op: z.string(),
    children: z.array(node).max(200).optional(),
    name: z.string().optional(),
    value: z.string().optional(),
    valueType: z.string().optional(),
  }),
);

/** The predicate in a hint; null for what cannot be read: a hint is never a reason to refuse. */
export function readHint(text: string | undefined): Node | null {
  if (text === undefined || text.length > 50_000) return null;
  try {
    return node.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

const operators: Readonly<Record<string, string>> = {
  '=': 'equal',
  '<': 'lessThan',
  '<=': 'lessThanOrEqual',
  '>': 'greaterThan',
  '>=': 'greaterThanOrEqual',
};

/** The older kind of hint: one comparison of a column with a literal in SQL. What is more than that skips nothing. */
export function readSql(text: string): Node | null {
  const sql = /^\s*\(?\s*(\w+|`[^`]+`)\s*(<=|>=|=|<|>)\s*('(?:[^']|'')*'|-?\d+(?:\.\d+)?)\s*\)?\s*$/.exec(text);
  const [, column = '', sign = '', written = ''] = sql ?? [];
  const op = operators[sign];
  if (!sql || !op) return null;
  const isText = written.startsWith("'");
  const value = isText ? written.slice(1, -1).replaceAll("''", "'") : written;
  const name = column.startsWith('`') ? column.slice(1, -1) : column;
  // A bare number says nothing about a column of text or time.
  const literal: Node = { op: 'literal', value, valueType: isText ? undefined : 'number' };
  return { op, children: [{ op: 'column', name }, literal] };
}

type Bound = number | string;

/** Whether a file with these statistics may hold a row for which the predicate is true. False only when none can. */
export function mayMatch(predicate: Node, stats: PartStats): boolean {
  const children = predicate.children ?? [];
  switch (predicate.op) {
    case 'and':
      return children.every((child) => mayMatch(child, stats));
    case 'or':
      return children.length === 0 || children.some((child) => mayMatch(child, stats));
    case 'not':
      return children[0] === undefined || !alwaysTrue(children[0], stats);
    case 'isNull': {
      const nulls = stats.nullCount[children[0]?.name ?? ''];
      return nulls === undefined || nulls > 0;
    }
    case 'in': {
      const [column, ...values] = children;
      return values.length === 0 || values.some((value) => compares('equal', [column, value], stats));
    }
    default:
      return compares(predicate.op, children, stats);
  }
}

/** Whether the predicate is surely true of every row; false when that is not known. */
function alwaysTrue(predicate: Node, stats: PartStats): boolean {
  const children = predicate.children ?? [];
  if (predicate.op === 'isNull') return stats.nullCount[children[0]?.name ?? ''] === stats.numRecords;
  const sides = sidesOf(children, stats);
  if (!sides || stats.nullCount[sides.name] !== 0) return false;
  const { least, most, value } = sides;
  if (predicate.op === 'equal') return least === value && most === value;
  return false;
}

function compares(op: string, children: readonly (Node | undefined)[], stats: PartStats): boolean {
  const sides = sidesOf(children, stats);
  if (!sides) return true;
  const { least, most, value } = sides;
  switch (sides.swapped ? (mirrored[op] ?? op) : op) {
    case 'equal':
      return order(least, value) <= 0 && order(value, most) <= 0;
    case 'lessThan':
      return order(least, value) < 0;
    case 'lessThanOrEqual':
      return order(least, value) <= 0;
    case 'greaterThan':
      return order(most, value) > 0;
    case 'greaterThanOrEqual':
      return order(most, value) >= 0;
    default:
      return true;
  }
}

const mirrored: Readonly<Record<string, string>> = {
  lessThan: 'greaterThan',
  lessThanOrEqual: 'greaterThanOrEqual',
  greaterThan: 'lessThan',
  greaterThanOrEqual: 'lessThanOrEqual',
};

/** Column and literal of a comparison with the column's bounds, if all are of one kind; else null. */
function sidesOf(children: readonly (Node | undefined)[], stats: PartStats) {
  const column = children.find((one) => one?.op === 'column');
  const literal = children.find((one) => one?.op === 'literal');
  if (children.length !== 2 || column?.name === undefined || literal?.value === undefined) return null;
  const least = stats.minValues[column.name];
  const most = stats.maxValues[column.name];
  const value =
    typeof least === 'number'
      ? numberIn(literal.value)
      : asStored(
          literal.value,
          literal.valueType ?? (/^\d{4}-\d\d-\d\dT/.test(String(least)) ? 'timestamp' : undefined),
        );
  if (least === undefined || most === undefined || value === null || typeof most !== typeof value) return null;
  if (literal.valueType === 'number' && typeof least !== 'number') return null;
  return { name: column.name, least, most, value, swapped: children[0] === literal };
}

/** A literal as the statistics write it; times in UTC with six digits behind the second. */
function asStored(value: string, type: string | undefined): string | null {
  if (type !== 'timestamp') return value;
  const time = new Date(/[zZ]|[+-]\d{2}:?\d{2}$/.test(value) ? value : `${value.replace(' ', 'T')}Z`);
  return Number.isNaN(time.getTime()) ? null : time.toISOString().replace(/(\.\d{3})Z$/, '$1000Z');
}

function numberIn(text: string): number | null {
  const value = Number(text);
  return text.trim() === '' || Number.isNaN(value) ? null : value;
}

/** Text is ordered by its bytes, as the engines order it. */
function order(a: Bound, b: Bound): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
}
