import { refused } from './refusals.js';

/** A node of DuckDB's syntax tree, as `json_serialize_sql` writes it. */
export type Node = Record<string, unknown> & { class?: string; type?: string };

/** A column of a table: how it is written, and what kind of values it has. */
export type ColumnKind = 'number' | 'text' | 'date' | 'timestamp' | 'boolean';
/** SQL of the exchange's own that means a part of the question, the kind of its values, and which columns it reads. */
export type Expression = { sql: string; kind: ColumnKind | 'null'; columns: ReadonlySet<string>; constant: boolean };
export type Schema = ReadonlyMap<string, { sql: string; kind: ColumnKind }>;

const none: ReadonlySet<string> = new Set();
const union = (parts: readonly Expression[]) => new Set(parts.flatMap((part) => [...part.columns]));

export function nodes(value: unknown): Node[] {
  return Array.isArray(value) ? (value as Node[]) : [];
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Text as a literal; control characters are refused, since no honest question has them. */
export function quote(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
  if (/[\u0000-\u001f\u007f]/.test(value) || value.length > 200) throw refused('function', 'constant');
  return `'${value.replaceAll("'", "''")}'`;
}

/** A constant, written anew from its type and value. */
function constant(node: Node): Expression {
  const value = node.value as {
    type?: { id?: string; type_info?: { scale?: number } };
    is_null?: boolean;
    value?: unknown;
  };
  const made = (sql: string, kind: Expression['kind']): Expression => ({ sql, kind, columns: none, constant: true });
  if (value.is_null) return made('null', 'null');
  const [id, raw] = [value.type?.id, value.value];
  if (id === 'VARCHAR' && typeof raw === 'string') return made(quote(raw), 'text');
  if (id === 'BOOLEAN' && typeof raw === 'boolean') return made(String(raw), 'boolean');
  if (typeof raw !== 'number' || !Number.isFinite(raw)) throw refused('function', 'constant');
  if (id === 'DOUBLE' || id === 'INTEGER' || id === 'BIGINT') return made(`(${raw})`, 'number');
  if (id === 'DECIMAL') return made(`(${decimal(raw, value.type?.type_info?.scale ?? 0)})`, 'number');
  throw refused('function', 'constant');
}

function decimal(raw: number, scale: number): string {
  const digits = String(Math.abs(raw)).padStart(scale + 1, '0');
  const cut = digits.length - scale;
  return `${raw < 0 ? '-' : ''}${digits.slice(0, cut)}${scale > 0 ? `.${digits.slice(cut)}` : ''}`;
}

type Make = (args: readonly string[]) => string;
type Kinds = 'number' | 'text' | 'moment' | 'same';
type Form = {
  takes: Kinds;
  gives: ColumnKind | 'same';
  least: number;
  most: number;
  constants?: readonly number[];
  sql: Make;
};
const call =
  (name: string): Make =>
  (args) =>
    `${name}(${args.join(', ')})`;
/** Arithmetic is done in floating point, where nothing overflows and nothing is an error. */
const number = (sql: string) => `try_cast(${sql} as double)`;
const infix = (operator: string): Form => ({
  ...{ takes: 'number', gives: 'number', least: 2, most: 2 },
  sql: ([a = '', b = '']) => `(${a} ${operator} ${b})`,
});
const numeric = (name: string): Form => ({ takes: 'number', gives: 'number', least: 1, most: 1, sql: call(name) });
const textual = (name: string, gives: ColumnKind = 'text'): Form => ({
  takes: 'text',
  gives,
  least: 1,
  most: 1,
  sql: call(name),
});
const partOf = (name: string): Form => ({ takes: 'moment', gives: 'number', least: 1, most: 1, sql: call(name) });
const units = ['hour', 'day', 'week', 'month', 'quarter', 'year', 'decade'];
const parts = ['hour', 'day', 'week', 'month', 'quarter', 'year', 'dayofweek', 'dow', 'isodow'];
const oneOf = (given: string | undefined, allowed: readonly string[]) => {
  const word = (given ?? '').toLowerCase().replaceAll("'", '');
  if (!allowed.includes(word)) throw refused('function', word);
  return quote(word);
};
const matching = (operator: string): Form => ({
  ...{ takes: 'text', gives: 'boolean', least: 2, most: 2, constants: [1] },
  sql: ([value = '', pattern = '']) => {
    // Patterns with many wildcards take long on long text.
    if ((pattern.match(/%/g) ?? []).length > 4) throw refused('function', 'LIKE');
    return `(${value} ${operator} ${pattern})`;
  },
});

/** Functions of single values. All of them give a value or null for whatever they are given, and take next to no time. */
const functions: Readonly<Record<string, Form>> = {
  '+': infix('+'),
  '-': {
    ...{ takes: 'number', gives: 'number', least: 1, most: 2 },
    sql: (args) => (args.length === 1 ? `(-${args[0]})` : infix('-').sql(args)),
  },
  '*': infix('*'),
  '/': infix('/'),
  abs: numeric('abs'),
  floor: numeric('floor'),
  ceil: numeric('ceil'),
  round: {
    ...{ takes: 'number', gives: 'number', least: 1, most: 2, constants: [1] },
    sql: ([a = '', digits = '0']) => {
      const n = Number(digits.replaceAll(/[^0-9.-]/g, ''));
      if (!Number.isInteger(n) || Math.abs(n) > 12) throw refused('function', 'round');
      return `round(${a}, ${n})`;
    },
  },
  lower: textual('lower'),
  upper: textual('upper'),
  trim: textual('trim'),
  length: textual('length', 'number'),
  year: partOf('year'),
  quarter: partOf('quarter'),
  month: partOf('month'),
  day: partOf('day'),
  hour: partOf('hour'),
  dayofweek: partOf('dayofweek'),
  date_trunc: {
    ...{ takes: 'moment', gives: 'timestamp', least: 2, most: 2, constants: [0] },
    sql: ([unit, a]) => `date_trunc(${oneOf(unit, units)}, ${a})`,
  },
  date_part: {
    ...{ takes: 'moment', gives: 'number', least: 2, most: 2, constants: [0] },
    sql: ([part, a]) => `date_part(${oneOf(part, parts)}, ${a})`,
  },
  coalesce: { takes: 'same', gives: 'same', least: 2, most: 4, sql: call('coalesce') },
  '~~': matching('like'),
  '!~~': matching('not like'),
  '~~*': matching('ilike'),
  '!~~*': matching('not ilike'),
};
const casts: Readonly<Record<string, readonly [string, ColumnKind]>> = {
  INTEGER: ['bigint', 'number'],
  BIGINT: ['bigint', 'number'],
  DOUBLE: ['double', 'number'],
  FLOAT: ['double', 'number'],
  DECIMAL: ['double', 'number'],
  VARCHAR: ['varchar', 'text'],
  DATE: ['date', 'date'],
  TIMESTAMP: ['timestamp', 'timestamp'],
  BOOLEAN: ['boolean', 'boolean'],
};

const isMoment = (kind: string) => kind === 'date' || kind === 'timestamp';

/** The value as one of a kind, without any cast that could fail on a row; throws `types` where it is of another. */
function as(value: Expression, kind: ColumnKind): string {
  if (value.kind === 'null') return value.sql;
  if (kind === 'number' && value.kind === 'number') return number(value.sql);
  if (isMoment(kind) && isMoment(value.kind)) return `try_cast(${value.sql} as timestamp)`;
  if (isMoment(kind) && value.kind === 'text' && value.constant) return `try_cast(${value.sql} as timestamp)`;
  if (value.kind === kind) return value.sql;
  throw refused('types');
}

/** Values of one kind that can stand beside each other; the kind is that of the first that reads a column. */
export function together(values: readonly Expression[]): { sqls: string[]; kind: ColumnKind } {
  const typed = values.find((one) => !one.constant && one.kind !== 'null') ?? values.find((one) => one.kind !== 'null');
  const kind = (typed?.kind ?? 'text') as ColumnKind;
  return { sqls: values.map((one) => as(one, kind)), kind };
}

/** Form of a function or operator call on what is given; throws `function` for what is not allowed. */
export function called(name: string, args: readonly Expression[]): Expression {
  const form = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!form || args.length < form.least || args.length > form.most) throw refused('function', name);
  if (form.constants?.some((at) => args[at] !== undefined && !args[at].constant)) throw refused('function', name);
  const { sqls, kind } =
    form.takes === 'same'
      ? together(args)
      : { sqls: args.map((arg, at) => argument(form, arg, at)), kind: 'text' as const };
  return {
    sql: form.sql(sqls),
    kind: form.gives === 'same' ? kind : form.gives,
    columns: union(args),
    constant: args.every((arg) => arg.constant),
  };
}

function argument(form: Form, arg: Expression, at: number): string {
  if (form.takes === 'moment') return form.constants?.includes(at) ? as(arg, 'text') : as(arg, 'timestamp');
  return as(arg, form.takes === 'text' ? 'text' : 'number');
}

/** Refuses what a function call can carry besides its arguments. */
export function plainCall(node: Node): { name: string; children: Node[] } {
  const orders = nodes((node.order_bys as { orders?: unknown } | null)?.orders);
  if (node.filter || node.distinct || node.export_state || orders.length > 0)
    throw refused('construct', text(node.function_name));
  if (!['', 'main'].includes(text(node.schema)) || text(node.catalog) !== '')
    throw refused('function', text(node.function_name));
  return { name: text(node.function_name).toLowerCase(), children: nodes(node.children) };
}

/** A value computed from columns of one row and constants. Throws for anything that is not in the closed list. */
export function scalar(node: Node, schema: Schema, depth = 0): Expression {
  if (depth > 12) throw refused('construct');
  const inner = (one: unknown) => scalar(one as Node, schema, depth + 1);
  switch (node.class) {
    case 'CONSTANT':
      return constant(node);
    case 'COLUMN_REF':
      return columnOf(node, schema);
    case 'CAST':
      return cast(node, inner(node.child));
    case 'FUNCTION': {
      const { name, children } = plainCall(node);
      return called(name, children.map(inner));
    }
    case 'OPERATOR':
      if (node.type === 'OPERATOR_COALESCE') return called('coalesce', nodes(node.children).map(inner));
      throw refused('construct', text(node.type));
    default:
      throw refused('construct', text(node.type));
  }
}

export function cast(node: Node, child: Expression): Expression {
  const [type, kind] = casts[text((node.cast_type as { id?: unknown } | null)?.id)] ?? [];
  if (!type || !kind) throw refused('function', 'cast');
  return { ...child, kind, sql: `try_cast(${child.sql} as ${type})` };
}

/** The column that a node names, with or without its table; throws `column`. */
export function columnOf(node: Node, schema: Schema): Expression {
  const names = (Array.isArray(node.column_names) ? node.column_names : []).map(text);
  const name = names.at(-1) ?? '';
  const found = findColumn(name, schema);
  if (names.length > 2 || found === null) throw refused('column', name);
  return { sql: found.sql, kind: found.kind, columns: new Set([found.name]), constant: false };
}

/** Column names are compared as SQL does, without regard to case. */
export function findColumn(name: string, schema: Schema): { name: string; sql: string; kind: ColumnKind } | null {
  for (const [own, column] of schema) if (own.toLowerCase() === name.toLowerCase()) return { name: own, ...column };
  return null;
}

const comparisons: Readonly<Record<string, string>> = {
  COMPARE_EQUAL: '=',
  COMPARE_NOTEQUAL: '<>',
  COMPARE_LESSTHAN: '<',
  COMPARE_LESSTHANOREQUALTO: '<=',
  COMPARE_GREATERTHAN: '>',
  COMPARE_GREATERTHANOREQUALTO: '>=',
};

/** A truth value built of comparisons, IN, BETWEEN, IS NULL, LIKE, AND, OR, NOT, over what `leaf` understands. */
export function truth(node: Node, leaf: (node: Node) => Expression, depth = 0): Expression {
  if (depth > 12) throw refused('construct');
  const inner = (one: Node) => truth(one, leaf, depth + 1);
  const made = (sql: string, args: readonly Expression[]): Expression => ({
    ...{ sql: `(${sql})`, kind: 'boolean', columns: union(args), constant: false },
  });
  const children = nodes(node.children);
  switch (node.class) {
    case 'CONJUNCTION': {
      const args = children.map(inner);
      return made(args.map((arg) => arg.sql).join(node.type === 'CONJUNCTION_AND' ? ' and ' : ' or '), args);
    }
    case 'COMPARISON': {
      const operator = comparisons[text(node.type)];
      if (!operator) throw refused('function', text(node.type));
      const args = [leaf(node.left as Node), leaf(node.right as Node)];
      const { sqls } = together(args);
      return made(`${sqls[0]} ${operator} ${sqls[1]}`, args);
    }
    case 'BETWEEN': {
      const args = [node.input, node.lower, node.upper].map((one) => leaf(one as Node));
      const { sqls } = together(args);
      return made(`${sqls[0]} between ${sqls[1]} and ${sqls[2]}`, args);
    }
    case 'OPERATOR':
      return operator(text(node.type), children, { inner, leaf, made });
    case 'FUNCTION': {
      const { name } = plainCall(node);
      if (name.includes('~~')) return leaf(node);
      throw refused('condition', name);
    }
    case 'COLUMN_REF': {
      const value = leaf(node);
      if (value.kind !== 'boolean') throw refused('types');
      return made(`${value.sql} = true`, [value]);
    }
    default:
      throw refused('construct', text(node.type));
  }
}

type Parts = {
  inner: (node: Node) => Expression;
  leaf: (node: Node) => Expression;
  made: (sql: string, args: readonly Expression[]) => Expression;
};

function operator(type: string, children: Node[], { inner, leaf, made }: Parts): Expression {
  const [first] = children;
  if (!first) throw refused('construct', type);
  if (type === 'OPERATOR_NOT') {
    const arg = inner(first);
    return made(`not ${arg.sql}`, [arg]);
  }
  if (type === 'OPERATOR_IS_NULL' || type === 'OPERATOR_IS_NOT_NULL') {
    const arg = leaf(first);
    return made(`${arg.sql} is ${type === 'OPERATOR_IS_NULL' ? '' : 'not '}null`, [arg]);
  }
  if (type !== 'COMPARE_IN' && type !== 'COMPARE_NOT_IN') throw refused('construct', type);
  if (children.length > 60) throw refused('condition', 'IN');
  const [value, ...options] = children.map(leaf);
  if (!value || options.some((option) => !option.constant)) throw refused('condition', 'IN');
  const [subject = '', ...rest] = together([value, ...options]).sqls;
  const list = [...new Set(rest)].sort().join(', ');
  return made(`${subject} ${type === 'COMPARE_IN' ? 'in' : 'not in'} (${list})`, [value, ...options]);
}
