import { bundleLifecycle } from '../../contracts/lifecycles/bundle.js';
import { flagLifecycle } from '../../contracts/lifecycles/flag.js';
import { subject } from '../lifecycle/advance.js';
import { Bundles, Flags } from './tables.js';

/** Their events are in the public log: whom a bundle or a flag is about is told only to those who may ask. */
export const bundleSubject = subject(bundleLifecycle, Bundles, (row) => [row.id]);
export const flagSubject = subject(flagLifecycle, Flags, (row) => [row.id]);
