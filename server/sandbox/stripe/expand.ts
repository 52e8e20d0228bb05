import { withoutOwn } from './emit.js';
import { invalidParameter } from './errors.js';
import type { Kind, Objects } from './objects.js';
import type { Reader } from './store.js';

/** What `expand[]` may name on an object: the kinds its id may refer to (none: always null here), or how an included part is made. */
export type Expandable = Record<string, Kind[] | ((reader: Reader, id: string) => unknown)>;
/** What can be expanded in an object, and the fields that are worked out when it is shown (`now` in Unix seconds). */
export type View<K extends Kind> = {
  expandable: Expandable;
  present?(object: Objects[K], reader: Reader, now: number): Objects[K];
};
export type Views = { [K in Kind]?: View<K> };

type Source = { reader: Reader; views: Views; now: number };
type Shown = Record<string, unknown>;

const MAX_DEPTH = 4;

/** Returns a copy of `answer` (an object or a list) with each path of ids replaced by the objects they name. */
export function expand(source: Source, answer: object, paths: string[]): object {
  const copy = present(source, answer);
  for (const path of paths) {
    const steps = path.split('.');
    if (steps.length > MAX_DEPTH) {
      throw invalidParameter('parameter_invalid', 'expand', `You cannot expand more than ${MAX_DEPTH} levels: ${path}`);
    }
    follow(source, copy, steps, path);
  }
  return withoutOwn(copy) as object;
}

function present(source: Source, value: object): Shown {
  const shown = structuredClone(value) as Shown;
  if (shown.object === 'list')
    return { ...shown, data: (shown.data as object[]).map((entry) => present(source, entry)) };
  const view = source.views[shown.object as Kind] as View<Kind> | undefined;
  return view?.present?.(shown as Objects[Kind], source.reader, source.now) ?? shown;
}

function follow(source: Source, target: Shown, steps: string[], path: string): void {
  const [step, ...rest] = steps;
  if (step === undefined) return;
  if (target.object === 'list' && step === 'data') {
    for (const entry of target.data as Shown[]) follow(source, entry, rest, path);
    return;
  }
  const expandable = source.views[target.object as Kind]?.expandable ?? {};
  const how = Object.hasOwn(expandable, step) ? expandable[step] : undefined;
  if (how === undefined) {
    throw invalidParameter('parameter_invalid', 'expand', `This property cannot be expanded (${path}).`);
  }
  const value = target[step];
  if (typeof how === 'function') target[step] = value ?? how(source.reader, target.id as string);
  else if (typeof value === 'string') {
    const found = how.map((kind) => source.reader.get(kind, value)).find((object) => object !== undefined);
    if (found) target[step] = present(source, found);
  }
  const next = target[step];
  if (typeof next === 'object' && next !== null) follow(source, next as Shown, rest, path);
}
