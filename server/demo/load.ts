import type { Context } from '../context.js';

/** Fills an empty demo exchange. Gives lines for the person who started it. */
export async function loadDemo(_context: Context): Promise<string[]> {
  return [];
}
