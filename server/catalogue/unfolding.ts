import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../../contracts/problems.js';
import { UnreadableFile, unpackFile } from '../kernel/duckdb.js';
import type { Storage, Stored } from '../kernel/storage.js';
import { uploadFormat } from './formats.js';
import type { DataFile } from './tables.js';
import { cleanName, type Upload } from './uploads.js';

export type ReceivedFile = Stored & Pick<DataFile, 'name' | 'format' | 'container'>;

/**
 * The data files of what was uploaded: the file itself; of an archive its members, of a workbook its further sheets beside it,
 * each kept in the store. The archive stays there too, as it was uploaded. Throws 422 for one that cannot be unfolded.
 */
export async function unfold(storage: Storage, upload: Upload, maxBytes: number): Promise<ReceivedFile[]> {
  const { name, format, sha256, bytes } = upload;
  if (format !== 'zip' && format !== 'xlsx') return [{ name, format, sha256, bytes, container: null }];
  const container = { name, sha256, bytes };
  const own: ReceivedFile[] = format === 'xlsx' ? [{ name, format, sha256, bytes, container: null }] : [];
  const limits = { bytes: 8 * maxBytes, entries: 500 };
  try {
    const members = await storage.withLocalFile(sha256, (path) =>
      unpackFile({ path, format: format === 'xlsx' ? 'xlsx' : 'csv', limits }, async (unpacked, folder) => {
        const kept: ReceivedFile[] = [];
        for (const member of unpacked.members) {
          const stored = await storage.keepStream(createReadStream(join(folder, member.file)), limits.bytes);
          const title = format === 'xlsx' ? sheetName(name, member.name) : memberName(unpacked.members, member.name);
          const inside = format === 'xlsx' ? 'csv' : uploadFormat(title);
          if (inside === 'zip') continue;
          const { dataPackage } = unpacked;
          kept.push({ ...stored, name: title, format: inside, container: { ...container, dataPackage } });
        }
        return kept;
      }),
    );
    return [...own, ...members];
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    throw new Problem('unreadable-file', { vi: `${name}: ${error.message}`, en: `${name}: ${error.message}` });
  }
}

/** The name of a member of an archive; with its folders where two have the same. */
function memberName(all: readonly { name: string }[], name: string): string {
  const base = name.split('/').at(-1) ?? name;
  const alike = all.filter((one) => one.name === base || one.name.endsWith(`/${base}`)).length;
  return cleanName(alike > 1 ? name.replaceAll('/', '-') : base);
}

function sheetName(workbook: string, sheet: string): string {
  return cleanName(`${workbook.replace(/\.xlsx$/i, '')} - ${sheet.replaceAll(/[\\/]/g, '-')}.csv`);
}
