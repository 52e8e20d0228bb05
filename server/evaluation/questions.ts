import {
  type ColumnKind,
  called,
  cast,
  columnOf,
  type Expression,
  findColumn,
  type Node,
  nodes,
  plainCall,
  type Schema,
  scalar,
  text,
  truth,
} from './expressions.js';
import { refused } from './refusals.js';

/** An aggregate of one plain column, or a count of rows. */
export type Aggregate = {
  /** Name of its cell in the inner answer, `a0` … */
  cell: string;
  kind: 'rows' | 'count' | 'distinct' | 'sum' | 'avg' | 'least' | 'most' | 'quantile' | 'stddev' | 'variance';
  column: string | null;
  columnKind: ColumnKind | null;
  /** Of a quantile, from 0 to 1. */
  at: number | null;
};

/** A question in the only form that can be asked. All SQL in it was written by the exchange. */
export type Question = {
  table: string;
  /** Conditions that all hold, each on one column; sorted, so that the same conditions read the same. */
  conditions: { sql: string; column: string }[];
  /** What rows are grouped by, `k0` …; `plain` where it is a column as it is. */
  keys: { cell: string; sql: string; column: string; plain: boolean; kind: ColumnKind }[];
  aggregates: Aggregate[];
  /** What is shown, over the cells of the inner answer: nothing else can be reached from here. */
  shown: { name: string; sql: string; role: 'group' | 'value'; kind: Expression['kind'] }[];
  having: string | null;
  order: string[];
  limit: number | null;
};

/** Tables by the name a visitor writes. */
export type Tables = ReadonlyMap<string, Schema>;

const aggregateKinds: Readonly<Record<string, Aggregate['kind']>> = {
  ...{ count: 'count', sum: 'sum', avg: 'avg', mean: 'avg', min: 'least', max: 'most', median: 'quantile' },
  ...{ quantile_cont: 'quantile', stddev: 'stddev', stddev_samp: 'stddev', variance: 'variance', var_samp: 'variance' },
};
const mostShown = 20;

/** Reads the serialised syntax tree of a visitor's text into a question; throws `Refused` for everything else. Pure. */
export function questionOf(tree: unknown, tables: Tables): Question {
  const node = selectOf(tree);
  const from = node.from_table as Node | null;
  if (from?.type !== 'BASE_TABLE' || from.sample || from.at_clause || nodes(from.column_name_alias).length > 0) {
    throw refused('construct', text(from?.type));
  }
  const table = text(from.table_name);
  const found = [...tables].find(([name]) => name.toLowerCase() === table.toLowerCase());
  if (!found || text(from.schema_name) !== '' || text(from.catalog_name) !== '') throw refused('table');
  const [name, schema] = found;
  return new Reader(schema).read(name, node);
}

function selectOf(tree: unknown): Node {
  const { error, error_type: why, statements } = (tree ?? {}) as Node;
  if (error) throw refused(why === 'parser' ? 'not-sql' : 'not-select');
  const list = nodes(statements);
  if (list.length !== 1) throw refused('not-select');
  const node = list[0]?.node as Node;
  if (nodes(list[0]?.named_param_map).length > 0) throw refused('construct', '$');
  if (node?.type !== 'SELECT_NODE') throw refused('construct', text(node?.type));
  if (nodes((node.cte_map as Node | null)?.map).length > 0) throw refused('construct', 'WITH');
  if (node.qualify) throw refused('construct', 'QUALIFY');
  if (node.sample) throw refused('construct', 'SAMPLE');
  return node;
}

class Reader {
  readonly keys: Question['keys'] = [];
  readonly aggregates: Aggregate[] = [];
  readonly aliases = new Map<string, Expression>();
  constructor(readonly schema: Schema) {}

  read(table: string, node: Node): Question {
    const items = nodes(node.select_list);
    if (items.length === 0 || items.length > mostShown) throw refused('construct', 'SELECT');
    if (items.some((item) => item.class === 'STAR')) throw refused('row-values', '*');
    const conditions = this.conditions(node.where_clause as Node | null);
    this.readKeys(node, items);
    const shown = items.map((item, at): Question['shown'][number] => {
      const expression = this.outer(item);
      const name = text(item.alias) || nameOf(item);
      if (text(item.alias) !== '') this.aliases.set(name.toLowerCase(), expression);
      const role = this.keys.some((key) => `"${key.cell}"` === expression.sql) ? 'group' : 'value';
      return { name: name.slice(0, 60) || `c${at + 1}`, sql: expression.sql, role, kind: expression.kind };
    });
    const having = node.having ? truth(node.having as Node, (one) => this.outer(one)).sql : null;
    return {
      table,
      conditions,
      keys: this.keys,
      aggregates: this.aggregates,
      shown,
      having,
      ...this.endings(node, shown),
    };
  }

  private conditions(where: Node | null): Question['conditions'] {
    const all = where === null ? [] : conjuncts(where);
    if (all.length > 12) throw refused('condition');
    const read = all.map((one) => {
      const { sql, columns } = truth(one, (leaf) => scalar(leaf, this.schema));
      const [column, ...others] = columns;
      if (column === undefined || others.length > 0) throw refused('condition');
      return { sql, column };
    });
    const distinct = new Map(read.map((one) => [one.sql, one]));
    return [...distinct.values()].sort((a, b) => (a.sql < b.sql ? -1 : 1));
  }

  private readKeys(node: Node, items: Node[]): void {
    const sets = Array.isArray(node.group_sets) ? (node.group_sets as number[][]) : [];
    const given = nodes(node.group_expressions);
    if (sets.length > 1 || (sets[0] && sets[0].length !== given.length)) throw refused('construct', 'GROUPING SETS');
    const byAll = node.aggregate_handling === 'FORCE_AGGREGATES';
    if (!byAll && node.aggregate_handling !== 'STANDARD_HANDLING') throw refused('construct', 'GROUP BY');
    const wanted = byAll ? items.filter((item) => !hasAggregate(item)) : given.map((one) => meant(one, items));
    if (wanted.length > 3) throw refused('many-groups');
    for (const one of wanted) {
      const { sql, columns, kind, constant } = scalar(one, this.schema);
      const [column, ...others] = columns;
      if (constant || column === undefined || others.length > 0 || kind === 'null')
        throw refused('construct', 'GROUP BY');
      const plain = one.class === 'COLUMN_REF';
      if (!this.keys.some((key) => key.sql === sql)) {
        this.keys.push({ cell: `k${this.keys.length}`, sql, column, plain, kind });
      }
    }
  }

  /** What stands over the inner answer: groups, aggregates, constants, and arithmetic on them. */
  private outer(node: Node, depth = 0): Expression {
    if (depth > 12) throw refused('construct');
    const key = this.keyOf(node);
    if (key) return key;
    switch (node.class) {
      case 'CONSTANT':
        return scalar(node, this.schema);
      case 'CAST':
        return cast(node, this.outer(node.child as Node, depth + 1));
      case 'COLUMN_REF': {
        const names = node.column_names as string[];
        const alias = names.length === 1 ? this.aliases.get(String(names[0]).toLowerCase()) : undefined;
        if (alias) return alias;
        columnOf(node, this.schema);
        throw refused('row-values', names.at(-1));
      }
      case 'FUNCTION':
        if (
          Object.hasOwn(aggregateKinds, text(node.function_name).toLowerCase()) ||
          node.function_name === 'count_star'
        ) {
          return this.aggregate(node);
        }
        return called(
          plainCall(node).name,
          nodes(node.children).map((one) => this.outer(one, depth + 1)),
        );
      case 'OPERATOR':
        if (node.type !== 'OPERATOR_COALESCE') throw refused('construct', text(node.type));
        return called(
          'coalesce',
          nodes(node.children).map((one) => this.outer(one, depth + 1)),
        );
      default:
        throw refused('construct', text(node.type));
    }
  }

  private keyOf(node: Node): Expression | null {
    if (hasAggregate(node) || node.class === 'CONSTANT') return null;
    // A name that is only an alias is no column; what is refused here may still be understood as something else.
    if (node.class === 'COLUMN_REF' && !findColumn(String((node.column_names as string[]).at(-1)), this.schema))
      return null;
    const { sql, kind } = scalar(node, this.schema);
    const key = this.keys.find((one) => one.sql === sql);
    return key ? { sql: `"${key.cell}"`, kind, columns: new Set(), constant: false } : null;
  }

  private aggregate(node: Node): Expression {
    const orders = nodes((node.order_bys as { orders?: unknown } | null)?.orders);
    if (node.filter || orders.length > 0 || node.export_state) throw refused('aggregate');
    if (!['', 'main'].includes(text(node.schema)) || text(node.catalog) !== '') throw refused('function');
    const name = text(node.function_name).toLowerCase();
    if (name === 'count_star') return this.cell({ kind: 'rows', column: null, columnKind: null, at: null });
    const [of, at, ...rest] = nodes(node.children);
    if (of?.class !== 'COLUMN_REF' || rest.length > 0) throw refused('aggregate', name);
    const { columns, kind: columnKind } = columnOf(of, this.schema);
    const column = [...columns][0] ?? null;
    const kind = name === 'count' && node.distinct ? 'distinct' : (aggregateKinds[name] as Aggregate['kind']);
    if (node.distinct && kind !== 'distinct') throw refused('aggregate', `${name} distinct`);
    if (columnKind === 'null' || !fits(kind, columnKind)) throw refused('aggregate', name);
    if ((name === 'quantile_cont') !== (at !== undefined)) throw refused('aggregate', name);
    return this.cell({ kind, column, columnKind, at: kind === 'quantile' ? (at ? share(at) : 0.5) : null });
  }

  private cell(wanted: Omit<Aggregate, 'cell'>): Expression {
    const known = this.aggregates.find(
      (one) => one.kind === wanted.kind && one.column === wanted.column && one.at === wanted.at,
    );
    const found = known ?? { cell: `a${this.aggregates.length}`, ...wanted };
    if (!known) this.aggregates.push(found);
    const dated = wanted.kind === 'least' || wanted.kind === 'most' ? wanted.columnKind : null;
    return { sql: `"${found.cell}"`, kind: dated ?? 'number', columns: new Set(), constant: false };
  }

  private endings(node: Node, shown: Question['shown']): Pick<Question, 'order' | 'limit'> {
    const order: string[] = [];
    let limit: number | null = null;
    for (const modifier of nodes(node.modifiers)) {
      if (modifier.type === 'LIMIT_MODIFIER') limit = limitOf(modifier);
      else if (modifier.type === 'ORDER_MODIFIER') {
        for (const one of nodes(modifier.orders)) {
          const at = positionIn(one.expression as Node, shown.length);
          const sql = at === null ? this.outer(one.expression as Node).sql : shown[at]?.sql;
          order.push(`${sql} ${one.type === 'DESCENDING' ? 'desc' : 'asc'} nulls last`);
        }
      } else throw refused('construct', text(modifier.type));
    }
    if (order.length > 6) throw refused('construct', 'ORDER BY');
    return { order, limit };
  }
}

function conjuncts(node: Node): Node[] {
  if (node.class !== 'CONJUNCTION' || node.type !== 'CONJUNCTION_AND') return [node];
  return nodes(node.children).flatMap(conjuncts);
}

/** GROUP BY 1, or by an alias of what is selected, means what is selected. */
function meant(node: Node, items: Node[]): Node {
  const at = positionIn(node, items.length);
  if (at !== null) return items[at] as Node;
  const name = node.class === 'COLUMN_REF' ? (node.column_names as string[]) : [];
  if (name.length !== 1) return node;
  return (
    items.find((item) => text(item.alias).toLowerCase() === name[0]?.toLowerCase() && item.class !== 'COLUMN_REF') ??
    node
  );
}

function positionIn(node: Node, length: number): number | null {
  if (node.class !== 'CONSTANT') return null;
  const at = Number((node.value as { value?: unknown }).value);
  if (!Number.isInteger(at) || at < 1 || at > length) throw refused('construct', String(at));
  return at - 1;
}

function hasAggregate(node: Node): boolean {
  const name = text(node.function_name).toLowerCase();
  if (node.class === 'FUNCTION' && (name === 'count_star' || Object.hasOwn(aggregateKinds, name))) return true;
  return [...nodes(node.children), ...(node.child ? [node.child as Node] : [])].some(hasAggregate);
}

function fits(kind: Aggregate['kind'], of: ColumnKind): boolean {
  if (kind === 'count' || kind === 'distinct') return true;
  if (kind === 'least' || kind === 'most') return of === 'number' || of === 'date' || of === 'timestamp';
  return of === 'number';
}

function share(node: Node): number {
  const { sql, kind, constant } = scalar(node, new Map());
  const at = Number(sql.replaceAll(/[()]/g, ''));
  if (!constant || kind !== 'number' || !(at >= 0 && at <= 1)) throw refused('aggregate', 'quantile_cont');
  return at;
}

function limitOf(modifier: Node): number {
  const value = (modifier.limit as Node | null)?.value as { value?: unknown } | undefined;
  const limit = Number(value?.value);
  if (modifier.offset || !Number.isInteger(limit) || limit < 0) throw refused('construct', 'LIMIT');
  return limit;
}

/** The heading of something that was given no alias. */
function nameOf(node: Node): string {
  if (node.class === 'COLUMN_REF') return String((node.column_names as string[]).at(-1));
  if (node.class !== 'FUNCTION') return '';
  const of = nodes(node.children).map(nameOf).filter(Boolean).join(', ');
  return node.function_name === 'count_star' ? 'count(*)' : `${text(node.function_name)}(${of})`;
}
