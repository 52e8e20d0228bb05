import type pg from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { Problem } from '../../contracts/problems.js';

export type Limit = {
  /** Counts one try of `key`; throws 429 with the seconds to wait when there were too many. */
  take(key: string): Promise<void>;
  /** Forgets the tries of `key`. */
  forget(key: string): Promise<void>;
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
  return {
    async take(key) {
      try {
        await limiter.consume(key);
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        const wait = Math.ceil(refusal.msBeforeNext / 1000);
        throw new Problem(
          'too-many-requests',
          { vi: `Thử lại sau ${wait} giây.`, en: `Try again in ${wait} seconds.` },
          { retryAfter: wait },
        );
      }
    },
    async forget(key) {
      await limiter.delete(key);
    },
  };
}
