import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { ProblemError } from '../../../contracts/codegen/runtime/problem.ts';

/** A console reports once a minute, and whenever its page is hidden. */
const REPORTS = 12;
const WINDOW_SECONDS = 60;

/** Counts the reports of each person, in this process; throws ProblemError 429 with `Retry-After` over the limit. */
export function createReportLimit(): (person: string) => Promise<void> {
  const limiter = new RateLimiterMemory({ points: REPORTS, duration: WINDOW_SECONDS });
  return async person => {
    try {
      await limiter.consume(person);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      const headers = { 'retry-after': String(Math.ceil(error.msBeforeNext / 1_000)) };
      throw new ProblemError({ status: 429, detail: `More than ${REPORTS} reports in a minute.`, headers });
    }
  };
}
