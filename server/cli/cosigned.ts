import { setTimeout as pause } from 'node:timers/promises';
import { findCosignature } from '../../contracts/cosignatures.js';
import { type Bytes, ProofFault, parseVerifierKey, type Verifier } from '../../contracts/proofs.js';
import { ed25519 } from '../audit/signer.js';
import { hashOf } from '../audit/tree.js';
import type { LogFiles } from '../audit/verify.js';

const patienceMs = 15_000;

/**
 * The files of a log with a checkpoint that every one of the witnesses has cosigned, and a line on each. A log that is
 * served is waited for some seconds: its witnesses cosign after it has signed. Throws `ProofFault` when one has not.
 */
export async function cosignedFiles(files: LogFiles, vkeys: readonly string[], served: boolean) {
  const witnesses: Verifier[] = [];
  for (const vkey of vkeys) witnesses.push(await parseVerifierKey(hashOf, vkey, 'cosignature'));
  const deadline = Date.now() + (served ? patienceMs : 0);
  for (;;) {
    const checkpoint = await files('checkpoint');
    const { said, missing } = await lookFor(witnesses, checkpoint);
    if (missing === null) {
      return { said, files: async (path: string) => (path === 'checkpoint' ? checkpoint : await files(path)) };
    }
    if (Date.now() > deadline) throw new ProofFault(`The checkpoint is not cosigned by ${missing}.`);
    await pause(500);
  }
}

async function lookFor(witnesses: readonly Verifier[], checkpoint: Bytes) {
  const note = new TextDecoder().decode(checkpoint);
  const said: string[] = [];
  for (const witness of witnesses) {
    const found = await findCosignature(ed25519, note, witness);
    if (!found) return { said, missing: witness.name };
    said.push(`cosigned by ${witness.name} at ${new Date(found.time * 1000).toISOString()}`);
  }
  return { said, missing: null };
}
