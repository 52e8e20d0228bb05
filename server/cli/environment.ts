import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Language } from '../../contracts/common.js';

/** What the command takes from its surroundings: it runs on other people’s machines, without the server’s configuration. */
export const environment = {
  token: process.env.DATASAN_TOKEN?.trim() || null,
  url: process.env.DATASAN_URL?.trim() || null,
  folder: join(process.env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'datasan'),
  language: languageOf(process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || ''),
};

/** Vietnamese where the machine speaks it, else English. */
function languageOf(locale: string): Language {
  return /^vi/i.test(locale) ? 'vi' : 'en';
}
