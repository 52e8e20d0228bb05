import { Foundation1764000000001 } from './0001-foundation.js';
import { Guards1764000000002 } from './0002-guards.js';
import { Search1764000000003 } from './0003-search.js';
import { Log1764000000004 } from './0004-log.js';
import { Mends1764000000005 } from './0005-mends.js';

import { Supervision1764000000009 } from './0009-supervision.js';

/** Every migration, oldest first. */
export const migrations = [
  Foundation1764000000001,
  Guards1764000000002,
  Search1764000000003,
  Log1764000000004,
  Mends1764000000005,
  Supervision1764000000009,
];
