import { createHash } from 'node:crypto';
import type { DeliveredFile } from '../../contracts/fulfilment.js';
import { revisionFiles } from '../catalogue/revisions.js';
import { type DataFile, Datasets } from '../catalogue/tables.js';
import { markedFiles } from '../fingerprint/delivering.js';
import type { Database } from '../kernel/database.js';
import type { Kernel } from '../kernel/kernel.js';
import type { Storage } from '../kernel/storage.js';
import type { AgreementDocument } from '../ordering/document.js';
import { Agreements, type Order } from '../ordering/tables.js';
import { dataFile, dictionaryCsv, manifestText } from './manifest.js';

export type Package = { files: DeliveredFile[]; manifestSha256: string; bytes: number };
type House = Pick<Kernel, 'db' | 'storage' | 'markingSealer'>;
type Tell = (fraction: number, step: string) => void;

/**
 * Packs what an order is owed: the revision's files, each read through and hashed again, the licence in both languages,
 * the agreement, the data dictionary, and a manifest of all their SHA-256s. The same order always gives the same package.
 * Throws when a file is missing or is not the one that was listed; nothing is delivered then.
 */
export async function pack(house: House, order: Order, tell: Tell): Promise<Package> {
  const { db } = house;
  const data = await revisionFiles(db.read, order.revisionId);
  const { document } = await agreementOf(db, order);
  for (const file of data) {
    const frozen = document.revision.files.find((one) => one.id === file.id);
    if (frozen?.sha256 !== file.sha256) throw new Error(`The agreement does not name ${file.name} as it is stored.`);
  }
  return await packRevision(house, order, tell);
}

async function agreementOf(db: Database, { agreementId }: Pick<Order, 'agreementId'>) {
  const agreement = await db.read.findOneByOrFail(Agreements, { id: agreementId });
  return { agreement, document: JSON.parse(agreement.document) as AgreementDocument };
}

/** The same of any revision that the order’s agreement gives access to, also one that came later. */
export async function packRevision(
  house: House,
  order: Pick<Order, 'id' | 'agreementId' | 'datasetId' | 'revisionId'>,
  tell: Tell = () => {},
): Promise<Package> {
  const { db, storage } = house;
  const { agreement, document } = await agreementOf(db, order);
  const data = await revisionFiles(db.read, order.revisionId);
  await verifyFiles(storage, data, tell);
  const { buyerId, datasetId } = agreement;
  const copies = document.marking
    ? await markedFiles(house, { id: order.id, buyerId, datasetId }, data, document.marking)
    : data;

  const keep = async (name: string, role: DeliveredFile['role'], mediaType: string, content: string) => {
    const { sha256, bytes } = await storage.keep(content);
    return { name, role, mediaType, bytes, sha256 } satisfies DeliveredFile;
  };
  const dataset = await db.read.findOneByOrFail(Datasets, { id: order.datasetId });
  const files: DeliveredFile[] = [
    ...copies.map(dataFile),
    await keep('licence.vi.md', 'licence', 'text/markdown; charset=utf-8', document.licence.text.vi),
    await keep('licence.en.md', 'licence', 'text/markdown; charset=utf-8', document.licence.text.en),
    await keep('agreement.json', 'agreement', 'application/json', agreement.document),
    await keep('dictionary.csv', 'dictionary', 'text/csv; charset=utf-8', dictionaryCsv(columnsOf(data, dataset))),
  ];
  const text = manifestText(
    {
      id: order.id,
      agreementId: agreement.id,
      agreementSha256: agreement.sha256,
      datasetId: order.datasetId,
      revisionId: order.revisionId,
    },
    files,
  );
  const manifest = await keep('manifest.json', 'manifest', 'application/json', text);
  const all = [...files, manifest];
  return { files: all, manifestSha256: manifest.sha256, bytes: all.reduce((sum, file) => sum + file.bytes, 0) };
}

function columnsOf(
  files: readonly DataFile[],
  dataset: { dictionary: Record<string, { description: { vi: string; en: string }; unit: string | null }> },
) {
  return files.flatMap((file) =>
    (file.profile?.columns ?? []).map(({ name, type }) => {
      const said = dataset.dictionary[name];
      return {
        ...{ file: file.name, name, type },
        descriptionVi: said?.description.vi ?? '',
        descriptionEn: said?.description.en ?? '',
        unit: said?.unit ?? '',
      };
    }),
  );
}

/** Reads every file through: its hash must be the one it is stored under. */
async function verifyFiles(storage: Storage, files: readonly DataFile[], tell: Tell): Promise<void> {
  const total = Math.max(
    1,
    files.reduce((sum, file) => sum + file.bytes, 0),
  );
  let done = 0;
  for (const file of files) {
    const hash = createHash('sha256');
    for await (const chunk of await storage.open(file.sha256)) {
      hash.update(chunk as Buffer);
      done += (chunk as Buffer).length;
      tell((0.95 * done) / total, file.name);
    }
    if (hash.digest('hex') !== file.sha256)
      throw new Error(`${file.name} is damaged in the store: its SHA-256 has changed.`);
  }
}
