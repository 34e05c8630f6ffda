import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { AnyResponse, OperationInfo } from '../../../contracts/codegen/runtime/operation.ts';
import { ProblemError, parseProblem } from '../../../contracts/codegen/runtime/problem.ts';
import { canonical, fingerprintOf } from '../fingerprint.ts';
import type { IdempotencyRecord, Principal, RequestContext } from './context.ts';

/** The stored response of a key: a response, or the problem that was thrown. Stores parse what they read by it. */
export const storedResponse = z.object({
  status: z.number(),
  headers: z.record(z.string(), z.string()),
  body: z.unknown().optional(),
  thrown: z.literal(true).optional(),
});

export type StoredResponse = z.output<typeof storedResponse>;

/** The claim of one run on a key. `token` distinguishes it from a later run that claims the key. */
export interface Claim {
  scope: string;
  key: string;
  fingerprint: string;
  token: string;
}

export type ClaimResult =
  | { state: 'claimed' }
  | { state: 'mismatch' }
  | { state: 'busy' }
  | { state: 'done'; response: StoredResponse };

/**
 * The store of keys. All methods are atomic. `Tx` is a transaction of the database that the handlers also write to.
 */
export interface IdempotencyStore<Tx> {
  /**
   * Claims the key for `lockMs`, or returns why not. The same request can claim a key again whose claim expired without
   * a response.
   */
  claim(claim: Claim, lockMs: number): Promise<ClaimResult>;
  /** Extends the claim by `lockMs`; false when another run has claimed the key. */
  renew(claim: Claim, lockMs: number): Promise<boolean>;
  /** Stores the response for `keepMs`, in `tx` if given; false when another run has claimed the key. */
  complete(claim: Claim, response: StoredResponse, keepMs: number, tx?: Tx): Promise<boolean>;
  /** Deletes the claim, as if the key had never been used. A stored response stays. */
  release(claim: Claim): Promise<void>;
  /** Deletes expired keys. Returns how many. */
  deleteExpired(): Promise<number>;
}

const LOCK_MS = 15_000;
const RETENTION_MS = 24 * 60 * 60 * 1_000;

/**
 * Statuses of requests that were rejected before anything ran, so the same key may carry a corrected one
 * (https://docs.stripe.com/api/idempotent_requests).
 */
const NOT_STORED = new Set([400, 401, 403, 408, 413, 415, 422, 429]);

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value ? Reflect.get(value, name) : undefined;
}

/**
 * SHA-256 of a request: path, query and body, not the headers. A stream as body is left out: it can be read only once.
 */
export function fingerprint(input: unknown): string {
  const body = member(input, 'body');
  const parts = {
    path: member(input, 'path'),
    query: member(input, 'query'),
    body: typeof member(body, 'pipe') === 'function' ? undefined : body,
  };
  return fingerprintOf(parts);
}

/** The least length of an unguessable key: a UUID, or 128 bits in base64url. */
const MIN_UNGUESSABLE_LENGTH = 22;

/**
 * The scope of a key: its sender and one operation, so two callers may send the same key. Guests are distinguished by
 * the ids in the path (of a cart), which only they know. Without such ids a key must be unguessable, or one guest would
 * get the response of another.
 * @throws ProblemError 400 for a short key of a guest
 */
function scopeOf(principal: Principal, operation: OperationInfo, input: unknown, key: string): string {
  if (principal.kind !== 'anonymous') return `${principal.kind}:${principal.id}:${operation.operationId}`;
  const path = canonical(member(input, 'path') ?? {});
  if (path === '{}' && key.length < MIN_UNGUESSABLE_LENGTH) {
    const message = `must have at least ${MIN_UNGUESSABLE_LENGTH} characters, such as a UUID, from somebody who is not signed in`;
    throw new ProblemError({
      status: 400,
      detail: 'This Idempotency-Key could be that of somebody else.',
      errors: [{ path: '/headers/idempotency-key', message }],
    });
  }
  return `anonymous:${operation.operationId}:${createHash('sha256').update(path).digest('base64url')}`;
}

function storable(body: unknown): boolean {
  return !ArrayBuffer.isView(body) && typeof member(body, 'pipe') !== 'function';
}

function replay(stored: StoredResponse): AnyResponse {
  const headers = { ...stored.headers, 'idempotent-replayed': 'true' };
  if (stored.thrown)
    throw parseProblem(stored.status, stored.body, headers) ?? new ProblemError({ status: stored.status, headers });
  return stored.body === undefined
    ? { status: stored.status, headers }
    : { status: stored.status, body: stored.body, headers };
}

function inProgress(): ProblemError {
  return new ProblemError({
    status: 409,
    detail: 'A request with this Idempotency-Key is being worked on.',
    headers: { 'retry-after': '1' },
  });
}

async function claimOrReplay<Tx>(store: IdempotencyStore<Tx>, claim: Claim): Promise<AnyResponse | undefined> {
  const result = await store.claim(claim, LOCK_MS);
  if (result.state === 'done') return replay(result.response);
  if (result.state === 'mismatch')
    throw new ProblemError({ status: 422, detail: 'This Idempotency-Key was used for another request.' });
  if (result.state === 'busy') throw inProgress();
  return undefined;
}

/**
 * Runs an operation once for each `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header). The first response
 * below 500 is stored for 24 hours and replayed with `Idempotent-Replayed: true`. The same key with another input is
 * 422; while the first request still runs, 409 with `Retry-After`. Responses that reject the request as it stood, 5xx,
 * and responses whose body is a stream or bytes are not stored: they free the key. The same request can use the key of
 * a killed run again after 15 s; another one gets 422 still.
 */
export async function runOnce<Tx>(
  store: IdempotencyStore<Tx>,
  operation: OperationInfo,
  input: unknown,
  context: RequestContext<Tx>,
  run: () => Promise<AnyResponse>,
): Promise<AnyResponse> {
  const key = member(member(input, 'headers'), 'idempotency-key');
  if (typeof key !== 'string') return run();
  const claim: Claim = {
    scope: scopeOf(context.principal, operation, input, key),
    key,
    fingerprint: fingerprint(input),
    token: randomUUID(),
  };
  const replayed = await claimOrReplay(store, claim);
  if (replayed) return replayed;

  let recorded: AnyResponse | undefined;
  const record: IdempotencyRecord<Tx> = {
    async recordIn(tx, response) {
      const stored = await store.complete(claim, { headers: {}, ...response }, RETENTION_MS, tx);
      if (!stored) throw inProgress();
      recorded = response;
    },
  };
  context.idempotency = record;
  const renewal = setInterval(() => void store.renew(claim, LOCK_MS).catch(() => {}), LOCK_MS / 3);
  const finish = async (response: StoredResponse): Promise<void> => {
    if (response.status >= 500 || NOT_STORED.has(response.status) || !storable(response.body))
      await store.release(claim);
    else await store.complete(claim, response, RETENTION_MS);
  };
  try {
    const answer = await run();
    // Another response than the recorded one means that the transaction was rolled back.
    if (answer !== recorded) await finish({ headers: {}, ...answer });
    return answer;
  } catch (error) {
    await finish(
      error instanceof ProblemError
        ? { status: error.status, headers: { ...error.headers }, body: error.body(), thrown: true }
        : { status: 500, headers: {} },
    );
    throw error;
  } finally {
    clearInterval(renewal);
  }
}
