import type { ErrorRequestHandler, RequestHandler } from 'express';
import { Problem } from '../../contracts/problems.js';
import type { Log } from './log.js';

/** The one place where an error becomes an answer: `application/problem+json` (RFC 9457). */
export function answerProblems(log: Log): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    const problem = asProblem(error);
    if (problem.status >= 500) log.error({ err: error, method: req.method, path: req.path }, 'A request failed.');
    if (res.headersSent) {
      // The answer has begun: all that is left is to break it off, so that nobody takes half for whole.
      res.destroy();
      next();
      return;
    }
    const retryAfter = problem.extra.retryAfter;
    if (typeof retryAfter === 'number') res.set('Retry-After', String(retryAfter));
    if (problem.status === 401) res.set('WWW-Authenticate', 'Bearer realm="datasan"');
    res.set('Cache-Control', 'no-store');
    res
      .status(problem.status)
      .type('application/problem+json')
      .send(JSON.stringify(problem.body(req.originalUrl)));
  };
}

/** 404 for whatever nobody serves. */
export const nothingHere: RequestHandler = (req) => {
  throw new Problem('not-found', {
    vi: `Không có gì tại ${req.method} ${req.path}.`,
    en: `There is nothing at ${req.method} ${req.path}.`,
  });
};

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const known = error as { type?: string; status?: number };
  if (known.type === 'entity.too.large') {
    return new Problem('too-large', { vi: 'Nội dung JSON vượt quá 512 kB.', en: 'The JSON body is over 512 kB.' });
  }
  if (known.type === 'entity.parse.failed') {
    return new Problem('invalid-input', { vi: 'Nội dung không phải JSON hợp lệ.', en: 'The body is not valid JSON.' });
  }
  if (known.type === 'encoding.unsupported' || known.type === 'charset.unsupported') {
    return new Problem('unsupported-media', { vi: 'Gửi JSON bằng UTF-8.', en: 'Send JSON in UTF-8.' });
  }
  if (error instanceof URIError || known.status === 400) {
    return new Problem('invalid-input', { vi: 'Yêu cầu không đọc được.', en: 'The request cannot be read.' });
  }
  // The message of a failure of ours is for the log, not for the caller.
  return new Problem('internal', {
    vi: 'Lỗi đã được ghi lại. Hãy thử lại; nếu vẫn lỗi, liên hệ đơn vị vận hành.',
    en: 'The failure has been logged. Try again; if it persists, contact the operator.',
  });
}
