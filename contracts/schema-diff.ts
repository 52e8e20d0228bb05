import { z } from 'zod';

/** How a revision's columns compare with those of the revision before it. */
export const schemaChanges = ['first', 'same', 'compatible', 'breaking'] as const;
export type SchemaChange = (typeof schemaChanges)[number];
export const schemaChangeNames: Record<SchemaChange, { vi: string; en: string }> = {
  first: { vi: 'Phiên bản đầu', en: 'First revision' },
  same: { vi: 'Cấu trúc không đổi', en: 'Same structure' },
  compatible: { vi: 'Tương thích', en: 'Compatible' },
  breaking: { vi: 'Không tương thích', en: 'Breaking' },
};

export const differenceKinds = [
  'file_added',
  'file_removed',
  'added',
  'removed',
  'retyped',
  'widened',
  'narrowed',
  'nullable',
] as const;
export const difference = z.strictObject({
  kind: z.enum(differenceKinds),
  file: z.string(),
  column: z.string().nullable(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  breaking: z.boolean(),
});
export type Difference = z.infer<typeof difference>;
export const schemaDiff = z.strictObject({ previous: z.number().int().nullable(), differences: z.array(difference) });
export type SchemaDiff = z.infer<typeof schemaDiff>;

type Column = { name: string; type: string; nulls: number };
export type FileSchema = { name: string; columns: readonly Column[] };

/** Whole numbers by width; a value of one fits every later one. */
const widths = ['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT'];

/** Whether every value of one type is also a value of another, so that programs which read it go on working. Pure. */
function widens(before: string, after: string): boolean {
  const [from, to] = [widths.indexOf(before), widths.indexOf(after)];
  if (from >= 0 && to > from) return true;
  if (before === 'FLOAT' && after === 'DOUBLE') return true;
  return before === 'DATE' && after === 'TIMESTAMP';
}

/**
 * Compares two revisions, file by file and column by column. A removed or retyped column, one whose type holds less, and one
 * that may now be empty where it never was, break programs that read the data; what is added does not. A file is the same when
 * its name is, or when each revision has exactly one. Pure.
 */
export function compareSchemas(before: readonly FileSchema[], after: readonly FileSchema[]): Difference[] {
  const alone = before.length === 1 && after.length === 1;
  const found: Difference[] = [];
  for (const old of before) {
    const now = alone ? after[0] : after.find((one) => one.name === old.name);
    if (now) found.push(...compareColumns(old, now));
    else found.push({ kind: 'file_removed', file: old.name, column: null, before: null, after: null, breaking: true });
  }
  for (const now of after) {
    if (alone || before.some((one) => one.name === now.name)) continue;
    found.push({ kind: 'file_added', file: now.name, column: null, before: null, after: null, breaking: false });
  }
  return found;
}

function compareColumns(old: FileSchema, now: FileSchema): Difference[] {
  const file = now.name;
  const found: Difference[] = [];
  for (const { name: column, type, nulls } of old.columns) {
    const next = now.columns.find((one) => one.name === column);
    if (!next) {
      found.push({ kind: 'removed', file, column, before: type, after: null, breaking: true });
    } else if (next.type !== type) {
      const pair = { file, column, before: type, after: next.type };
      if (widens(type, next.type)) found.push({ kind: 'widened', ...pair, breaking: false });
      else if (widens(next.type, type)) found.push({ kind: 'narrowed', ...pair, breaking: true });
      else found.push({ kind: 'retyped', ...pair, breaking: true });
    } else if (nulls === 0 && next.nulls > 0) {
      found.push({ kind: 'nullable', file, column, before: `${type} NOT NULL`, after: type, breaking: true });
    }
  }
  for (const { name: column, type } of now.columns) {
    if (old.columns.some((one) => one.name === column)) continue;
    found.push({ kind: 'added', file, column, before: null, after: type, breaking: false });
  }
  return found;
}

/** The label of a list of differences. Pure. */
export function changeOf(differences: readonly Difference[]): SchemaChange {
  if (differences.length === 0) return 'same';
  return differences.some((one) => one.breaking) ? 'breaking' : 'compatible';
}
