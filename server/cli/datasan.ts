#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ProofFault } from '../../contracts/proofs.js';
import { verifyBundleFile, verifyLogAt } from './verify.js';

const usage = `datasan – checks what an exchange says, without trusting it

  datasan verify-log --url https://exchange.example/log --vkey KEY   derive a log again from its tiles
  datasan verify-log --path FOLDER-OR-ZIP --vkey KEY                 the same from files
  datasan verify BUNDLE.zip --vkey KEY                               check an evidence bundle, offline

KEY is the log's verifier key (name+hash+key) or a file that holds it. Take it from somebody you trust, not from the
exchange you check. With --witness KEY (as often as you like) verify-log demands that witness's cosignature too. Ends with 0 when everything holds, 1 when something does not, 2 when it could not be looked at.
`;

class Usage extends Error {}

async function main(args: string[]): Promise<string> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      url: { type: 'string' },
      path: { type: 'string' },
      vkey: { type: 'string' },
      witness: { type: 'string', multiple: true },
      help: { type: 'boolean' },
    },
  });
  const [command, ...rest] = positionals;
  if (values.help) return usage.trimEnd();
  if (command === undefined) throw new Usage('Name a command.');
  const vkey = await keyIn(values.vkey);
  if (command === 'verify-log' && rest.length === 0) {
    const place = values.url ?? values.path;
    if (!place) throw new Usage('Give --url or --path.');
    const witnesses = await Promise.all((values.witness ?? []).map(keyIn));
    return await verifyLogAt(place, vkey, witnesses);
  }
  if (command === 'verify' && rest[0] !== undefined && rest.length === 1) return await verifyBundleFile(rest[0], vkey);
  throw new Usage(`There is no command “${positionals.join(' ')}”.`);
}

async function keyIn(text: string | undefined): Promise<string> {
  if (text === undefined) throw new Usage('Give --vkey.');
  if (/^\S+\+[0-9a-f]{8}\+\S+$/.test(text)) return text;
  return (await readFile(text, 'utf8')).trim();
}

// Until everything was seen to hold, nothing was.
process.exitCode = 2;
main(process.argv.slice(2)).then(
  (said) => {
    process.exitCode = 0;
    process.stdout.write(`${said}\n`);
  },
  (error: Error & { code?: string }) => {
    const wrongUse = error instanceof Usage || error.code?.startsWith('ERR_PARSE_ARGS');
    const verdict = error instanceof ProofFault ? 'DOES NOT HOLD: ' : wrongUse ? '' : 'Could not be verified: ';
    process.stderr.write(`${verdict}${error.message}\n${wrongUse ? `\n${usage}` : ''}`);
    process.exitCode = error instanceof ProofFault ? 1 : 2;
  },
);
