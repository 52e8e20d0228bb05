import type { SharingView } from '../../contracts/sharing.js';
import type { Entitlement } from '../fulfilment/tables.js';
import type { Tx } from '../kernel/database.js';
import { readProgress } from '../kernel/progress.js';
import { shelfOf } from './shelf.js';
import { type SharingToken, SharingTokens, SharingUses } from './tables.js';

/** The address below which the protocol is spoken. */
export function endpointOf(publicUrl: string): string {
  return `${publicUrl}/delta-sharing`;
}

/** How the tables of an entitlement are read, as its parties see it. */
export async function sharingView(tx: Tx, entitlement: Entitlement, publicUrl: string): Promise<SharingView> {
  const { share, schema, tables } = await shelfOf(tx, entitlement);
  const token = await tx.findOne(SharingTokens, { where: { entitlementId: entitlement.id }, order: { id: 'DESC' } });
  const uses = await tx.find(SharingUses, {
    where: { entitlementId: entitlement.id },
    order: { day: 'DESC', tableName: 'ASC' },
    take: 90,
  });
  return {
    endpoint: endpointOf(publicUrl),
    ...{ share, schema },
    version: tables[0]?.versions.at(-1)?.number ?? (await revisionNumber(tx, entitlement)),
    tables: tables.flatMap(({ name, file, versions }) => {
      const { parts } = versions.at(-1) ?? { parts: [] };
      const sum = (of: 'rows' | 'bytes') => parts.reduce((total, part) => total + part[of], 0);
      return { name, file, rows: sum('rows'), bytes: sum('bytes'), parts: parts.length };
    }),
    preparing: await readProgress(tx, entitlement.revisionId),
    token: token && token.revokedAt === null ? tokenView(token) : null,
    uses: uses.map(({ day, tableName, queries, files, bytes }) => ({ day, table: tableName, queries, files, bytes })),
  };
}

async function revisionNumber(tx: Tx, { revisionId }: Entitlement): Promise<number> {
  const [row]: { number: number }[] = await tx.query('select number from revisions where id = $1', [revisionId]);
  return row?.number ?? 0;
}

function tokenView({ id, hint, createdAt, expiresAt, lastUsedAt }: SharingToken) {
  return {
    ...{ id, hint },
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}
