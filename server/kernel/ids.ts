import { monotonicFactory } from 'ulid';
import type { IdPrefix } from '../../contracts/common.js';
import { now } from './clock.js';

const next = monotonicFactory();

/** A new public id, e.g. `ord_01k9v3m7q2x8r4t6w0y5z1a3bc`; ids made later sort later. */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${next(now().getTime()).toLowerCase()}`;
}
