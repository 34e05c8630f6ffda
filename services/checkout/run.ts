import { ProblemError } from '../../contracts/codegen/runtime/problem.ts';
import { advance, type Heard, resume, type State } from './checkout.ts';
import { UnfitError } from './flow.ts';
import { type Checkout, type Claim, type Database, forget, letGo, renew, save } from './store.ts';

const RENEW_MS = 5_000;

export type Finished = Checkout & { state: State & { step: 'finished' } };

export interface RunOptions {
  database: Database;
  /** Asks other services what the state of a checkout waits for (flow.ts). */
  ask(checkout: Checkout): Promise<Heard>;
  /** Called after every answer and after every save (faults.ts). */
  fault(point: string): void;
}

/** Another run has taken the checkout that this one was working on, or is working on it. */
export function inProgress(): ProblemError {
  return new ProblemError({
    status: 409,
    detail: 'This purchase, or another one of the same cart, is being worked on.',
    extra: { code: 'in_progress' },
    headers: { 'retry-after': '1' },
  });
}

/**
 * Works on a claimed checkout until it is finished: ask, save what was heard, and again. Whatever is thrown on the way,
 * the checkout is let go at its last recovery point and the same key, or the completer, goes on from there. An
 * UnfitError frees the key.
 */
export async function finish(options: RunOptions, claim: Claim): Promise<Finished> {
  const { database, ask, fault } = options;
  const renewal = setInterval(() => void renew(database, claim).catch(() => {}), RENEW_MS);
  try {
    for (let { checkout } = claim; ; ) {
      const { state } = checkout;
      if (state.step === 'finished') return { ...checkout, state };
      const reply = await ask(checkout);
      fault(`heard:${reply.heard}`);
      const next = advance(state, reply);
      if (!(await save(database, { ...claim, checkout }, next))) throw inProgress();
      fault(`saved:${next.step}`);
      checkout = { ...checkout, state: next };
    }
  } catch (error) {
    const end = error instanceof UnfitError ? forget : letGo;
    await end(database, claim).catch(() => {}); // a lock that cannot be given back runs out by itself
    throw error;
  } finally {
    clearInterval(renewal);
  }
}

/** Takes a checkout that was left unfinished to its end; true when it was finished, false when it was forgotten. */
export async function complete(options: RunOptions, claim: Claim): Promise<boolean> {
  const state = resume(claim.checkout.state);
  if (state === 'forget') {
    await forget(options.database, claim);
    return false;
  }
  if (state !== claim.checkout.state && !(await save(options.database, claim, state))) throw inProgress();
  await finish(options, { ...claim, checkout: { ...claim.checkout, state } });
  return true;
}
