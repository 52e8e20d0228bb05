import type pg from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { Problem } from '../../contracts/problems.js';

export type Limit = {
  /** Counts one try of `key`; throws 429 with the seconds to wait when there were too many. */
  take(key: string): Promise<void>;
  /** Counts one try of `key`; false when there were too many. */
  allows(key: string): Promise<boolean>;
};

/** `points` tries per `seconds` and key, counted for all processes together in PostgreSQL. */
export function createLimit(pool: pg.Pool, name: string, points: number, seconds: number): Limit {
  const limiter = new RateLimiterPostgres({
    storeClient: pool,
    tableName: 'rate_limits',
    tableCreated: true,
    keyPrefix: name,
    points,
    duration: seconds,
    clearExpiredByTimeout: false,
  });
  /** Milliseconds to wait; 0 when the try is allowed. */
  const consume = async (key: string): Promise<number> => {
    try {
      await limiter.consume(key);
      return 0;
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      return Math.max(1, refusal.msBeforeNext);
    }
  };
  return {
    allows: async (key) => (await consume(key)) === 0,
    async take(key) {
      const wait = Math.ceil((await consume(key)) / 1000);
      if (wait === 0) return;
      throw new Problem(
        'too-many-requests',
        { vi: `Thử lại sau ${wait} giây.`, en: `Try again in ${wait} seconds.` },
        { retryAfter: wait },
      );
    },
  };
}
