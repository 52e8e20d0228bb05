import type { Store } from './store.js';

/** The API version of the official SDK this stand-in imitates; events are rendered in it. */
export const API_VERSION = '2026-10-28.endive';

export type Sandbox = {
  store: Store;
  /** Unix seconds, as far as they were put forward. */
  now: () => number;
  checkoutBaseUrl: string;
  /** Puts the time forward; all that falls due on the way happens at its own time. */
  advance: (seconds: number) => void;
};
