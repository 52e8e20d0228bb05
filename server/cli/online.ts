import type { Language } from '../../contracts/common.js';
import { accountOf } from './account.js';
import {
  entitlements,
  events,
  type Options,
  pull,
  request,
  requests,
  type Said,
  search,
  show,
  signIn,
  signOut,
} from './commands.js';
import { openExchange } from './exchange.js';
import { type OnlineCommand, wrongUse } from './words.js';

/** Runs a command that speaks with an exchange; null where it has printed by itself. `noUrl` makes the error without an address. */
export async function runOnline(
  command: OnlineCommand,
  [one = '', ...more]: readonly string[],
  options: Options & { url?: string | undefined },
  language: Language,
  noUrl: () => Error,
): Promise<Said | null> {
  if (command === 'sign-out') return await signOut();
  const account = await accountOf(options);
  if (!account) throw noUrl();
  const exchange = openExchange(account, language);
  switch (command) {
    case 'sign-in':
      return await signIn(account.url, language, wrongUse.token);
    case 'search':
      return await search(exchange, [one, ...more].join(' '), options);
    case 'show':
      return await show(exchange, one);
    case 'request':
      return await request(exchange, one, options);
    case 'requests':
      return await requests(exchange, options);
    case 'entitlements':
      return await entitlements(exchange, options);
    case 'pull':
      return await pull(exchange, one, options);
    case 'events':
      await events(exchange, options, (line) => process.stdout.write(`${line}\n`));
      return null;
  }
}
