import type { Store } from './store.js';

/** The API version of the official SDK this stand-in imitates; events are rendered in it. */
export const API_VERSION = '2026-10-28.endive';

export type Sandbox = {
  store: Store;
  /** Unix seconds. */
  now: () => number;
  checkoutBaseUrl: string;
};
