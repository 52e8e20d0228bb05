import { EntitySchema } from 'typeorm';
import { big, moment, primaryId, reference } from '../kernel/columns.js';

/** A download of open data: how much of what and when; by whom is not asked. */
export type OpenDownload = {
  id: string;
  fileId: string;
  datasetId: string;
  fromByte: number;
  bytes: number;
  at: Date;
};
export const OpenDownloads = new EntitySchema<OpenDownload>({
  name: 'open_downloads',
  columns: {
    id: primaryId,
    fileId: reference('files'),
    datasetId: reference('datasets'),
    fromByte: big(),
    bytes: big(),
    at: moment(),
  },
  indices: [{ name: 'open_downloads_dataset', columns: ['datasetId', 'at'] }],
});
