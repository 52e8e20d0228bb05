import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';

export type Log = Logger;

/** The process's log: JSON lines on standard output, or into `to`; secrets never pass it. */
export function createLog(level: string, to?: DestinationStream): Log {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: errorFacts },
    redact: {
      paths: ['*.password', '*.secret', '*.authorization', '*.cookie', 'req.headers', 'err.config'],
      remove: true,
    },
  };
  return to ? pino(options, to) : pino(options);
}

/** Of an error its kind, message, code and stack: a database error also carries the values of its query. */
function errorFacts(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack } = error;
  const { code } = error as { code?: unknown };
  const cause = error.cause === undefined ? {} : { cause: errorFacts(error.cause) };
  return { type: name, message, ...(code === undefined ? {} : { code }), stack, ...cause };
}
