import type { Request } from 'express';
import type { AnyResponse } from '../../../contracts/codegen/runtime/operation.ts';
import type { Log } from '../observability/log.ts';

/**
 * Who asks. `roles` of staff say what they may do; a shopper's `id` is the customer's; a service's `id` is its name.
 */
export interface Principal {
  kind: 'staff' | 'shopper' | 'service' | 'anonymous';
  id: string;
  roles: readonly string[];
  email?: string;
}

export const anonymous: Principal = { kind: 'anonymous', id: 'anonymous', roles: [] };

/**
 * Lets a handler store its answer under the request's `Idempotency-Key` within its own transaction (idempotency.ts).
 */
export interface IdempotencyRecord<Tx> {
  /**
   * Stores `response` as the answer to this key, in `tx`: once that commits, the request is never run again, whatever
   * is killed afterwards. Throws ProblemError 409 when the key was taken over by another run; let it abort the
   * transaction.
   */
  recordIn(tx: Tx, response: AnyResponse): Promise<void>;
}

/**
 * What a handler gets beside its input. `Tx` is the transaction of the service's database: Prisma's client inside
 * `$transaction`, a MongoDB ClientSession, or an ioredis pipeline.
 */
export interface RequestContext<Tx = never> {
  /** Set by the security functions of auth.ts, which run before the handler; anonymous until then. */
  principal: Principal;
  readonly requestId: string;
  readonly log: Log;
  /** Set by operations.ts while a request that carries an `Idempotency-Key` is handled. */
  idempotency?: IdempotencyRecord<Tx>;
}

const contexts = new WeakMap<Request, { requestId: string; log: Log }>();

/** Remembers what belongs to a request; called by http.ts once for each. */
export function attachContext(request: Request, context: { requestId: string; log: Log }): void {
  contexts.set(request, context);
}

/** The `context` option of a generated router, in an app made by `createHttpApp`. Throws outside of one. */
export function requestContext<Tx>(request: Request): RequestContext<Tx> {
  const attached = contexts.get(request);
  if (!attached) throw new Error('requestContext needs an app made by createHttpApp');
  return { ...attached, principal: anonymous };
}
