import { z } from 'zod';
import { id } from './common.js';
import { operation } from './operation.js';

const tag = 'catalogue';
export const publishingOperations = {
  downloadOpenFile: operation({
    method: 'GET',
    path: '/open-files/:id',
    tag,
    summary: 'Download a file of open data without an account; supports HEAD, Range, If-Range and If-None-Match',
    roles: 'anyone',
    kind: 'download',
    params: z.strictObject({ id: id('file') }),
    problems: ['access-ended', 'frozen', 'range-not-satisfiable', 'too-many-requests'],
  }),
  countOpenDownloads: operation({
    method: 'GET',
    path: '/datasets/:id/open-downloads',
    tag,
    summary: 'How often files of a dataset were downloaded as open data',
    roles: 'anyone',
    params: z.strictObject({ id: id('ds') }),
    response: z.strictObject({ downloads: z.number().int() }),
  }),
};
