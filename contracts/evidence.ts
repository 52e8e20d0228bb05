import { z } from 'zod';
import { id, moment, sha256 } from './common.js';

/**
 * The manifest of an evidence bundle: every other file with its SHA-256, and where each event stands in the log. The bundle
 * also holds `checkpoint` (signed note), `vkey`, `events/*.tlog-proof`, `documents/*` (canonical JSON) and `summary.pdf`.
 */
export const evidenceManifest = z.strictObject({
  kind: z.literal('datasan.evidence/1'),
  id: id('bnd'),
  scope: z.strictObject({ kind: z.enum(['order', 'organisation', 'dataset']), id: z.string() }),
  createdAt: moment,
  origin: z.string(),
  /** Size of the log's tree that the checkpoint signs. */
  size: z.number().int(),
  events: z.array(z.strictObject({ id: id('evt'), index: z.number().int(), path: z.string() })),
  files: z.array(z.strictObject({ path: z.string(), bytes: z.number().int(), sha256 })),
});
export type EvidenceManifest = z.infer<typeof evidenceManifest>;
