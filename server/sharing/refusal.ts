import type { ErrorRequestHandler } from 'express';
import { Problem } from '../../contracts/problems.js';
import type { Log } from '../kernel/log.js';

/** A refusal in the protocol's own shape: `{ errorCode, message }`. */
export class SharingRefusal extends Error {
  constructor(
    readonly status: 400 | 401 | 403 | 404,
    readonly errorCode: string,
    message: string,
  ) {
    super(message);
  }
}

export function badRequest(message: string): SharingRefusal {
  return new SharingRefusal(400, 'INVALID_PARAMETER_VALUE', message);
}

export function unknown(what: string): SharingRefusal {
  return new SharingRefusal(404, 'RESOURCE_DOES_NOT_EXIST', `${what} does not exist in what this token may read.`);
}

/** Answers every error below the protocol's address; ours are logged and not shown. */
export function answerRefusals(log: Log): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    const refusal = asRefusal(error);
    if (!refusal) log.error({ err: error, method: req.method, path: req.path }, 'A request failed.');
    if (res.headersSent) {
      res.destroy();
      next();
      return;
    }
    if (refusal?.status === 401) res.set('WWW-Authenticate', 'Bearer realm="delta-sharing"');
    const { status, errorCode, message } = refusal ?? {
      status: 500,
      errorCode: 'INTERNAL_ERROR',
      message: 'Try again.',
    };
    res.set('Cache-Control', 'no-store').status(status).json({ errorCode, message });
  };
}

function asRefusal(error: unknown): Pick<SharingRefusal, 'status' | 'errorCode' | 'message'> | null {
  if (error instanceof SharingRefusal) return error;
  if (error instanceof Problem && error.status < 500) {
    const errorCode = error.code.toUpperCase().replaceAll('-', '_');
    return { status: error.status as 400, errorCode, message: error.detail.en };
  }
  const { status } = error as { status?: number };
  return status !== undefined && status >= 400 && status < 500
    ? { status: 400, errorCode: 'INVALID_PARAMETER_VALUE', message: 'The request cannot be read.' }
    : null;
}
