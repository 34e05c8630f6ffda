import { createHash } from 'node:crypto';
import type { Answer } from '../api/call.ts';
import { ApiError } from '../errors.ts';
import type { Store } from '../store.ts';

/** Keys are forgotten after a day (https://docs.stripe.com/api/idempotent_requests: at least 24 hours). */
const KEPT_SECONDS = 24 * 60 * 60;
const MAX_LENGTH = 255;

/** An answer given before, with the request that it was first given to. */
export interface Replay {
  answer: Answer;
  originalRequest: string;
}

/**
 * Stripe's idempotency keys: the first answer is kept and replayed; other parameters, or a request still running, are
 * refused.
 */
export class IdempotencyKeys {
  readonly #store: Store;
  readonly #running = new Set<string>();

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * Claims the key, or returns what it was answered. Throws 400 for other parameters and 409 while the first request
   * runs.
   */
  begin(key: string, fingerprint: string): Replay | undefined {
    if (key.length > MAX_LENGTH) {
      throw new ApiError(
        400,
        { type: 'idempotency_error', message: `Idempotency keys must be at most ${MAX_LENGTH} characters.` },
        false,
      );
    }
    const oldest = Math.floor(Date.now() / 1000) - KEPT_SECONDS;
    const row = this.#store.database
      .prepare('SELECT * FROM idempotency WHERE key = ? AND created > ?')
      .get(key, oldest);
    if (row && row.fingerprint !== fingerprint) {
      throw new ApiError(
        400,
        {
          type: 'idempotency_error',
          message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
        },
        false,
      );
    }
    if (row)
      return {
        answer: { status: Number(row.status), body: JSON.parse(String(row.body)) },
        originalRequest: String(row.request_id),
      };
    if (this.#running.has(key)) {
      throw new ApiError(
        409,
        {
          type: 'idempotency_error',
          code: 'idempotency_key_in_use',
          message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
        },
        false,
      );
    }
    this.#running.add(key);
    return undefined;
  }

  /** Keeps the answer; inside the transaction of the request's effects, or after they were undone. */
  save(key: string, fingerprint: string, answer: Answer, requestId: string): void {
    this.#store.database
      .prepare(
        'INSERT OR REPLACE INTO idempotency (key, fingerprint, status, body, request_id, created) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run(key, fingerprint, answer.status, JSON.stringify(answer.body), requestId, Math.floor(Date.now() / 1000));
  }

  /** The request is over, answered or not. */
  end(key: string): void {
    this.#running.delete(key);
  }
}

/** What must be the same for a replay. */
export const fingerprintOf = (method: string, path: string, body: string): string =>
  createHash('sha256')
    .update(
      `${method} ${path}\n${[...new URLSearchParams(body)]
        .map(pair => pair.join('='))
        .sort()
        .join('&')}`,
    )
    .digest('base64url');
