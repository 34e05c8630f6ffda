import type { Request } from 'express';
import type { AnyResponse } from '../../../contracts/codegen/runtime/operation.ts';
import type { Log } from '../observability/log.ts';

/**
 * The authenticated caller. The `id` of a shopper is the id of the customer, that of a service its name. `roles` are
 * those of staff.
 */
export interface Principal {
  kind: 'staff' | 'shopper' | 'service' | 'anonymous';
  id: string;
  roles: readonly string[];
  email?: string;
  /** `email`, where they have shown that they read its mail. */
  verifiedEmail?: string;
  /** When somebody who is signed in gave their password last. */
  authenticatedAt?: Date;
}

export const anonymous: Principal = { kind: 'anonymous', id: 'anonymous', roles: [] };

/**
 * Stores the response to the request's `Idempotency-Key` in the handler's own transaction (idempotency.ts).
 */
export interface IdempotencyRecord<Tx> {
  /**
   * Stores `response` as the response to this key, in `tx`. Once `tx` commits, the request never runs again, even if
   * the process is killed. Throws ProblemError 409 when another run has claimed the key; let it abort the transaction.
   */
  recordIn(tx: Tx, response: AnyResponse): Promise<void>;
}

/**
 * The second argument of a handler. `Tx` is the transaction of the service's database: Prisma's client inside
 * `$transaction`, a MongoDB ClientSession, or an ioredis pipeline.
 */
export interface RequestContext<Tx = never> {
  /** Set by the security functions of auth.ts, which run before the handler; anonymous until then. */
  principal: Principal;
  readonly requestId: string;
  readonly log: Log;
  /** Set by operations.ts for a request with an `Idempotency-Key`. */
  idempotency?: IdempotencyRecord<Tx>;
}

const contexts = new WeakMap<Request, { requestId: string; log: Log }>();

/** Attaches the context of a request; http-app.ts calls it once for each request. */
export function attachContext(request: Request, context: { requestId: string; log: Log }): void {
  contexts.set(request, context);
}

/** The `context` option of a generated router, in an app made by `createHttpApp`. Throws outside of one. */
export function requestContext<Tx>(request: Request): RequestContext<Tx> {
  const attached = contexts.get(request);
  if (!attached) throw new Error('requestContext needs an app made by createHttpApp');
  return { ...attached, principal: anonymous };
}
