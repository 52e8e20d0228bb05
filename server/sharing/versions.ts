import type { Part } from './lines.js';
import { badRequest, unknown } from './refusal.js';
import type { SharedTable, Version } from './shelf.js';

/** The newest version, or the one that is asked for by number or by moment. Throws 400 for both, 404 for one there is not. */
export function versionAt(
  table: SharedTable,
  wanted: { version?: number | undefined; timestamp?: Date | undefined },
): Version {
  const { version, timestamp } = wanted;
  if (version !== undefined && timestamp !== undefined) throw badRequest('Give a version or a timestamp, not both.');
  const found =
    version !== undefined
      ? table.versions.find((one) => one.number === version)
      : timestamp !== undefined
        ? table.versions.findLast((one) => one.at <= timestamp)
        : table.versions.at(-1);
  if (!found) throw unknown(`The version ${version ?? timestamp?.toISOString()} of ${table.name}`);
  return found;
}

/** The first version made at or after a moment. Throws 404 where there is none yet. */
export function versionFrom(table: SharedTable, moment: Date): Version {
  const found = table.versions.find((one) => one.at >= moment);
  if (!found) throw unknown(`A version of ${table.name} after ${moment.toISOString()}`);
  return found;
}

export type Change = { kind: 'add' | 'remove'; version: Version; part: Part };

/** What came and went in the versions from `from` to `to`, both included; the first version there is comes as a whole. */
export function changesBetween(table: SharedTable, from: number, to: number | undefined): Change[] {
  const last = to ?? table.versions.at(-1)?.number ?? 0;
  if (from > last) throw badRequest(`The changes cannot begin at ${from} and end at ${last}.`);
  const changes: Change[] = [];
  for (const [index, version] of table.versions.entries()) {
    if (version.number < from || version.number > last) continue;
    const before = table.versions[index - 1]?.parts ?? [];
    const isIn = (parts: readonly Part[], part: Part) => parts.some((one) => one.sha256 === part.sha256);
    for (const part of before) if (!isIn(version.parts, part)) changes.push({ kind: 'remove', version, part });
    for (const part of version.parts) if (!isIn(before, part)) changes.push({ kind: 'add', version, part });
  }
  return changes;
}
