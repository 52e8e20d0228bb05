import type { PartStats } from '../kernel/duckdb.js';
import type { SharedTable, Version } from './shelf.js';

/** How a client wants its answer: files with metadata of the protocol’s own, or actions of a Delta log. */
export type ResponseFormat = 'parquet' | 'delta';
export type Part = { sha256: string; bytes: number; rows: number; stats: PartStats };
export type FileAddress = { url: string; expires: Date };

/** The first two lines of every answer on a table. */
export function headLines(format: ResponseFormat, table: SharedTable, version: Version): object[] {
  const size = version.parts.reduce((sum, part) => sum + part.bytes, 0);
  const described = {
    id: table.id,
    name: table.name,
    format: { provider: 'parquet' },
    schemaString: schemaString(version),
    partitionColumns: [],
  };
  if (format === 'parquet') {
    return [
      { protocol: { minReaderVersion: 1 } },
      { metaData: { ...described, configuration: {}, version: version.number, size, numFiles: version.parts.length } },
    ];
  }
  const deltaMetadata = {
    ...described,
    format: { provider: 'parquet', options: {} },
    configuration: { 'delta.enableChangeDataFeed': 'true' },
    createdTime: version.at.getTime(),
  };
  return [
    { protocol: { deltaProtocol: { minReaderVersion: 1, minWriterVersion: 4 } } },
    { metaData: { version: version.number, size, numFiles: version.parts.length, deltaMetadata } },
  ];
}

/** One file of a version. */
export function fileLine(format: ResponseFormat, version: Version, part: Part, address: FileAddress): object {
  const stats = JSON.stringify(part.stats);
  const expirationTimestamp = address.expires.getTime();
  const { sha256, bytes } = part;
  if (format === 'parquet') {
    return { file: { url: address.url, id: sha256, partitionValues: {}, size: bytes, stats, expirationTimestamp } };
  }
  const add = {
    path: address.url,
    partitionValues: {},
    size: bytes,
    modificationTime: version.at.getTime(),
    dataChange: true,
    stats,
  };
  return { file: { id: sha256, size: bytes, expirationTimestamp, deltaSingleAction: { add } } };
}

/** A file that came or went between versions (change data feed). */
export function changeLine(
  format: ResponseFormat,
  kind: 'add' | 'remove',
  version: Version,
  part: Part,
  address: FileAddress,
): object {
  const timestamp = version.at.getTime();
  const expirationTimestamp = address.expires.getTime();
  const { sha256, bytes } = part;
  const stats = JSON.stringify(part.stats);
  if (format === 'parquet') {
    const line = { url: address.url, id: sha256, partitionValues: {}, size: bytes, timestamp, version: version.number };
    return { [kind]: { ...line, ...(kind === 'add' ? { stats } : {}), expirationTimestamp } };
  }
  const action =
    kind === 'add'
      ? {
          add: {
            path: address.url,
            partitionValues: {},
            size: bytes,
            modificationTime: timestamp,
            dataChange: true,
            stats,
          },
        }
      : {
          remove: {
            path: address.url,
            partitionValues: {},
            size: bytes,
            deletionTimestamp: timestamp,
            dataChange: true,
            extendedFileMetadata: true,
          },
        };
  return {
    file: {
      id: sha256,
      size: bytes,
      version: version.number,
      timestamp,
      expirationTimestamp,
      deltaSingleAction: action,
    },
  };
}

function schemaString({ columns }: Version): string {
  const fields = columns.map(({ name, type }) => ({ name, type, nullable: true, metadata: {} }));
  return JSON.stringify({ type: 'struct', fields });
}
