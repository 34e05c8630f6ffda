import { ProblemError } from '../../contracts/codegen/runtime/problem.ts';
import { advance, resume, type State, type StepResult } from './checkout.ts';
import { type Claim, discard, release, renew, type Sql, save } from './store.ts';
import type { Checkout } from './stored-checkout.ts';
import { UnprocessableError } from './workflow.ts';

const RENEW_MS = 5_000;

export type Finished = Checkout & { state: State & { step: 'finished' } };

export interface RunOptions {
  sql: Sql;
  /** Sends the request of the checkout's current step (workflow.ts). */
  runStep(checkout: Checkout): Promise<StepResult>;
  /** Called after every response and after every save (faults.ts). */
  fault(point: string): void;
}

/** Another run holds the lease of this checkout. */
export function inProgress(): ProblemError {
  return new ProblemError({
    status: 409,
    detail: 'This purchase, or another one of the same cart, is being worked on.',
    extra: { code: 'in_progress' },
    headers: { 'retry-after': '1' },
  });
}

/**
 * Runs a claimed checkout to its end: run the step, save its result, repeat. On any error the checkout is released at
 * its last recovery point, and the same key, or the completer, continues from there. An UnprocessableError frees the
 * key.
 */
export async function runToEnd(options: RunOptions, claim: Claim): Promise<Finished> {
  const { sql, runStep, fault } = options;
  const renewal = setInterval(() => void renew(sql, claim).catch(() => {}), RENEW_MS);
  try {
    for (let { checkout } = claim; ; ) {
      const { state } = checkout;
      if (state.step === 'finished') return { ...checkout, state };
      const result = await runStep(checkout);
      fault(`received:${result.kind}`);
      const next = advance(state, result);
      if (!(await save(sql, { ...claim, checkout }, next))) throw inProgress();
      fault(`saved:${next.step}`);
      checkout = { ...checkout, state: next };
    }
  } catch (error) {
    const end = error instanceof UnprocessableError ? discard : release;
    await end(sql, claim).catch(() => {}); // a lease that cannot be released expires
    throw error;
  } finally {
    clearInterval(renewal);
  }
}

/** Completes an abandoned checkout; true when it was finished, false when it was discarded. */
export async function complete(options: RunOptions, claim: Claim): Promise<boolean> {
  const state = resume(claim.checkout.state);
  if (state === 'discard') {
    await discard(options.sql, claim);
    return false;
  }
  if (state !== claim.checkout.state && !(await save(options.sql, claim, state))) throw inProgress();
  await runToEnd(options, { ...claim, checkout: { ...claim.checkout, state } });
  return true;
}
