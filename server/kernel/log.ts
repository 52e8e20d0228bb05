import { type Logger, pino } from 'pino';

export type Log = Logger;

/** The process's log: JSON lines on standard output; secrets never pass it. */
export function createLog(level: string): Log {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: ['*.password', '*.secret', '*.authorization', '*.cookie', 'req.headers', 'err.config'],
      remove: true,
    },
  });
}
