import type { ExchangeProfile, ListingFacts } from '../../contracts/scheme/findings.js';
import { vietnamDay } from '../../contracts/vietnam-day.js';
import { revisionFiles, submittedRevision } from '../catalogue/revisions.js';
import type { Dataset, Revision } from '../catalogue/tables.js';
import { Organisations } from '../identity/tables.js';
import { now } from '../kernel/clock.js';
import type { Tx } from '../kernel/database.js';
import { Offers } from '../licensing/tables.js';
import { certificateFacts } from './certificates.js';
import { AnonymityMeasures } from './tables.js';

/** Everything that the rules look at, read in one go; the revision is the one that a listing would show. */
export async function factsOf(
  tx: Tx,
  dataset: Dataset,
  exchange: ExchangeProfile,
  of?: Revision,
): Promise<{ facts: ListingFacts; revision: Revision | null }> {
  const provider = await tx.findOneByOrFail(Organisations, { id: dataset.providerId });
  const certificates = await certificateFacts(tx, dataset.providerId);
  const offers = await tx.findBy(Offers, { datasetId: dataset.id, state: 'open' });
  const revision = of ?? (await submittedRevision(tx, dataset.id));
  return {
    revision,
    facts: {
      page: dataset,
      today: vietnamDay(now()),
      exchange,
      provider,
      certificates,
      revision: revision && { files: await filesOf(tx, revision, dataset.quasiIdentifiers) },
      described: new Set(
        Object.entries(dataset.dictionary)
          .filter(([, { description }]) => description.vi !== '')
          .map(([name]) => name),
      ),
      openOffers: offers.map(({ priceVnd }) => ({ priceVnd })),
      importanceFloor: dataset.importanceFloor,
    },
  };
}

async function filesOf(tx: Tx, revision: Revision, quasiIdentifiers: readonly string[]) {
  const files = await revisionFiles(tx, revision.id);
  const measures = await tx
    .createQueryBuilder(AnonymityMeasures, 'm')
    .where('m.fileId = any (:ids)', { ids: files.map((file) => file.id) })
    .getMany();
  return files.map((file) => {
    const columns = file.profile?.columns.map((column) => column.name) ?? [];
    const declared = quasiIdentifiers.filter((name) => columns.includes(name)).toSorted();
    const measured = measures.find((one) => one.fileId === file.id) ?? null;
    return {
      ...{ name: file.name, format: file.format, columns, personal: file.profile?.personal ?? [] },
      // A measure over other columns than are declared now says nothing.
      anonymity: measured && `${measured.columns}` === `${declared}` ? measured : null,
    };
  });
}
