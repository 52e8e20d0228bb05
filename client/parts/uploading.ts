import { Upload } from 'tus-js-client';
import type { ProblemBody } from '../../contracts/problems';
import { ApiProblem } from '../api';

/** Sends a file in pieces that go on where they broke off, also after the page was closed. Throws `ApiProblem` for a refusal. */
export function sendFile(revisionId: string, file: File, tell: (fraction: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const upload = new Upload(file, {
      endpoint: '/api/v1/uploads',
      metadata: { revisionId, filename: file.name },
      chunkSize: 32 * 1024 * 1024,
      retryDelays: [0, 1000, 3000, 10_000, 30_000, 60_000],
      removeFingerprintOnSuccess: true,
      fingerprint: async (one) =>
        ['datasan', revisionId, (one as File).name, (one as File).size, (one as File).lastModified].join(':'),
      onProgress: (sent, total) => tell(total === 0 ? 0 : sent / total),
      onSuccess: () => resolve(),
      onError: (error) => reject(refusalIn(error) ?? error),
    });
    upload.findPreviousUploads().then(
      ([previous]) => {
        if (previous) upload.resumeFromPreviousUpload(previous);
        upload.start();
      },
      () => upload.start(),
    );
  });
}

/** The problem that the exchange answered with, if it did. */
function refusalIn(error: unknown): ApiProblem | null {
  const { originalResponse } = error as { originalResponse?: { getBody(): string } | null };
  try {
    const body = JSON.parse(originalResponse?.getBody() ?? '') as ProblemBody;
    return typeof body.detailVi === 'string' ? new ApiProblem(body) : null;
  } catch {
    return null;
  }
}
