import { type Failure, FailureError } from '../platform/failure.ts';
import { unavailable } from '../platform/http/unavailable.ts';
import { refresh, type Settlement } from './settlement.ts';
import type { StoredPayment } from './stored-payment.ts';

/** Time that a request of staff waits for the provider before the answer is 202, ms. */
const ATTEMPT_MS = 8_000;
/** Time that a read waits for the provider, ms. */
const FRESH_MS = 2_500;
/** Freshness lifetime of a retrieved state, ms. */
const FRESH_FOR_MS = 250;

/**
 * The result of work with the provider, or its failure. A timeout is a temporary failure: the work goes on, and its job
 * repeats it.
 */
export async function attempt<T>(
  work: () => Promise<T>,
  ms = ATTEMPT_MS,
): Promise<{ value: T } | { failure: Failure }> {
  const { promise: late, resolve } = Promise.withResolvers<{ failure: Failure }>();
  const timeout: Failure = { kind: 'temporary', message: 'The payment provider takes too long.' };
  const timer = setTimeout(() => resolve({ failure: timeout }), ms);
  const done = work().then(
    value => ({ value }),
    error => {
      if (error instanceof FailureError) return { failure: error.failure };
      throw error;
    },
  );
  done.catch(() => {}); // the job handles an error after the timeout
  try {
    return await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The payment with its current state at the provider, if that responds in time; otherwise as it was recorded last. A
 * state that was retrieved in the last `maxAgeMs` is not retrieved again.
 */
export async function freshen(
  settlement: Settlement,
  payment: StoredPayment,
  maxAgeMs = FRESH_FOR_MS,
): Promise<StoredPayment> {
  const final = payment.status === 'declined' || payment.status === 'cancelled' || payment.status === 'refunded';
  const age = payment.checkedAt === undefined ? Number.POSITIVE_INFINITY : Date.now() - payment.checkedAt.getTime();
  if (final || !payment.hasReference || age < maxAgeMs) return payment;
  const refreshed = await attempt(() => refresh(settlement, payment), FRESH_MS);
  return 'value' in refreshed ? refreshed.value : payment;
}

/** Answers 503 for a failure of the provider that may pass; throws everything else as it is. */
export function asUnavailable(error: unknown): never {
  if (!(error instanceof FailureError) || error.failure.kind === 'refused') throw error;
  throw unavailable('The payment provider', error.failure.kind === 'temporary' ? 5 : 60, error);
}
