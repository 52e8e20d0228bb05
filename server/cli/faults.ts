import type { Language } from '../../contracts/common.js';
import type { ProblemBody } from '../../contracts/problems.js';

/** The exchange said no, and why. */
export class Refused extends Error {
  constructor(
    readonly problem: ProblemBody,
    language: Language,
  ) {
    super(language === 'vi' ? problem.detailVi : problem.detail);
  }
}

/** What came is not what was promised. */
export class Mismatch extends Error {
  constructor(name: string, expected: string, found: string) {
    super(`${name}: SHA-256 ${found}, expected ${expected}`);
  }
}

/** `fetch failed` says little: its cause says why. */
export function causeOf(error: Error): string {
  const { cause } = error as { cause?: NodeJS.ErrnoException };
  return cause ? `${error.message}: ${cause.code ?? cause.message}` : error.message;
}
