import { z } from 'zod';
import { id } from './common.js';
import { operation } from './operation.js';

const tag = 'catalogue';
const uploadParams = z.strictObject({
  id: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .meta({ examples: ['0123456789abcdef0123456789abcdef'] }),
});

/**
 * Uploads that can go on where they broke off, by the tus protocol 1.0 (creation, termination, expiration). Create with
 * `Upload-Length` and `Upload-Metadata: revisionId <base64>, filename <base64>`; send with PATCH; ask with HEAD how much is
 * there. What is complete becomes a file of the revision.
 */
export const uploadOperations = {
  createUpload: operation({
    method: 'POST',
    path: '/uploads',
    tag,
    summary: 'Begin a resumable upload (tus 1.0) into a draft revision; the address to send to is in Location',
    roles: ['provider'],
    kind: 'resumable',
    status: 201,
    problems: ['too-large', 'unsupported-media', 'transition-refused', 'too-many-requests'],
  }),
  sendUpload: operation({
    method: 'PATCH',
    path: '/uploads/:id',
    tag,
    summary: 'Send the next bytes of a resumable upload; the last ones make it a file of the revision',
    roles: ['provider'],
    kind: 'resumable',
    status: 204,
    params: uploadParams,
    problems: ['too-large', 'unreadable-file', 'transition-refused', 'conflict'],
  }),
  getUpload: operation({
    method: 'GET',
    path: '/uploads/:id',
    tag,
    summary: 'How much of a resumable upload is there; HEAD answers as the tus protocol says',
    roles: ['provider'],
    params: uploadParams,
    response: z.strictObject({
      revisionId: id('rev'),
      name: z.string(),
      offset: z.number().int(),
      bytes: z.number().int(),
    }),
  }),
  abandonUpload: operation({
    method: 'DELETE',
    path: '/uploads/:id',
    tag,
    summary: 'Abandon a resumable upload',
    roles: ['provider'],
    kind: 'resumable',
    status: 204,
    params: uploadParams,
  }),
};
