#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Bilingual, Language } from '../../contracts/common.js';
import { ProofFault } from '../../contracts/proofs.js';
import type { Said } from './commands.js';
import { environment } from './environment.js';
import { causeOf, Mismatch, Refused } from './faults.js';
import { verifyBundleFile, verifyLogAt } from './verify.js';
import { onlineCommands, usage, wrongUse } from './words.js';

class Usage extends Error {}

const text = { type: 'string' } as const;
const many = { type: 'string', multiple: true } as const;
const flag = { type: 'boolean' } as const;
const options = {
  ...{ url: text, path: text, vkey: text, lang: text, to: text, revision: text, jobs: text, after: text, limit: text },
  ...{ purpose: text, statement: text, project: text, witness: many, format: text },
  ...{ json: flag, help: flag, follow: flag, 'no-confirm': flag },
} as const;

let language: Language = environment.language;
const wrong = (words: Bilingual, more = '') => new Usage(`${words[language]}${more}`);

async function main(args: string[]): Promise<Said | null> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  if (values.lang === 'vi' || values.lang === 'en') language = values.lang;
  const [command, ...rest] = positionals;
  const [one] = rest;
  if (values.help || command === 'help') return { text: usage[language].trimEnd(), json: { usage: usage[language] } };
  if (command === undefined) throw wrong(wrongUse.noCommand);
  if (command === 'verify-log' && rest.length === 0) {
    const place = values.url ?? values.path;
    if (!place) throw wrong(wrongUse.noPlace);
    const vkey = await keyIn(values.vkey);
    return plain(await verifyLogAt(place, vkey, await Promise.all((values.witness ?? []).map(keyIn))));
  }
  if (command === 'verify' && one !== undefined && rest.length === 1) {
    return plain(await verifyBundleFile(one, await keyIn(values.vkey)));
  }
  if (command === 'sign' || command === 'pay') throw new Error(wrongUse.binding[language]);
  const named = onlineCommands.find((known) => known.name === command && known.takes(rest.length));
  if (!named) throw wrong(wrongUse.unknown, ` ${positionals.join(' ')}`);
  // What speaks with an exchange knows the whole contract; what verifies starts without it.
  const { runOnline } = await import('./online.js');
  return await runOnline(named.name, rest, values, language, () => wrong(wrongUse.noUrl));
}

const plain = (said: string): Said => ({ text: said, json: { verified: true, said } });

async function keyIn(given: string | undefined): Promise<string> {
  if (given === undefined) throw wrong(wrongUse.noKey);
  if (/^\S+\+[0-9a-f]{8}\+\S+$/.test(given)) return given;
  return (await readFile(given, 'utf8')).trim();
}

const ends = { holdsNot: 1, failed: 2, refused: 3, interrupted: 130 };

function codeOf(error: Error & { code?: string }): number {
  const inner = error.cause instanceof Refused ? error.cause : error;
  if (inner instanceof ProofFault || inner instanceof Mismatch) return ends.holdsNot;
  return inner instanceof Refused ? ends.refused : ends.failed;
}

const isWrongUse = (error: Error & { code?: string }) =>
  error instanceof Usage || error.code?.startsWith('ERR_PARSE_ARGS') === true;

const verdicts: Record<number, Bilingual> = {
  [ends.holdsNot]: { vi: 'KHÔNG ĐÚNG: ', en: 'DOES NOT HOLD: ' },
  [ends.failed]: { vi: 'Không làm được: ', en: 'Could not be done: ' },
  [ends.refused]: { vi: 'Sàn từ chối: ', en: 'The exchange refuses: ' },
};

process.on('SIGINT', () => process.exit(ends.interrupted));
// Whoever reads only the first lines closes the pipe.
process.stdout.on('error', () => process.exit(0));
// Until everything was seen to hold, nothing was.
process.exitCode = ends.failed;
const json = process.argv.includes('--json');
main(process.argv.slice(2)).then(
  (said) => {
    process.exitCode = said?.holds === false ? ends.holdsNot : 0;
    if (said) process.stdout.write(json ? `${JSON.stringify(said.json)}\n` : said.text === '' ? '' : `${said.text}\n`);
  },
  (error: Error & { code?: string }) => {
    const code = codeOf(error);
    process.exitCode = code;
    const problem =
      error.cause instanceof Refused ? error.cause.problem : error instanceof Refused ? error.problem : null;
    if (json) process.stderr.write(`${JSON.stringify({ error: causeOf(error), code, problem })}\n`);
    else {
      const fields = (problem?.errors ?? []).map(
        (one) => `\n  ${one.pointer}: ${language === 'vi' ? (one.detailVi ?? one.detail) : one.detail}`,
      );
      const help = isWrongUse(error) ? `\n${usage[language]}` : '';
      process.stderr.write(
        `${isWrongUse(error) ? '' : (verdicts[code]?.[language] ?? '')}${error instanceof Refused ? error.message : causeOf(error)}${fields.join('')}\n${help}`,
      );
    }
  },
);
