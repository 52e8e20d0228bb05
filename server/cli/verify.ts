import { verifyLog } from '../audit/verify.js';
import { verifyBundle } from '../audit/verify-bundle.js';
import { openZip } from '../kernel/unzip.js';
import { cosignedFiles } from './cosigned.js';
import { progressBar } from './progress.js';
import { openSource } from './sources.js';

/**
 * Derives a log again from its tiles alone, under a checkpoint that these witnesses have cosigned; gives what to print. Throws
 * `ProofFault` for the first thing that does not hold.
 */
export async function verifyLogAt(place: string, vkey: string, witnesses: readonly string[] = []): Promise<string> {
  const source = await openSource(place);
  const bar = progressBar('entries');
  const started = performance.now();
  try {
    const { files, said } = await cosignedFiles(source.files, witnesses, source.served);
    const { origin, size, root } = await verifyLog(files, vkey, bar.tell);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const verdict = `${origin}: ${size} entries verified in ${seconds} s, root ${Buffer.from(root).toString('base64')}`;
    return [verdict, ...said].join('\n');
  } finally {
    bar.end();
    source.close();
  }
}

/** Checks an evidence bundle without any network; gives what to print. The same throws. */
export async function verifyBundleFile(path: string, vkey: string): Promise<string> {
  const zip = await openZip(path);
  const bar = progressBar('events');
  try {
    const files = new Map<string, Buffer>();
    for (const name of zip.names) files.set(name, await zip.read(name));
    const { manifest, events, documents } = await verifyBundle(files, vkey, bar.tell);
    const { scope, origin, size } = manifest;
    return `${scope.kind} ${scope.id}: ${events} events and ${documents} documents verified under the checkpoint of ${size} of ${origin}`;
  } finally {
    bar.end();
    zip.close();
  }
}
