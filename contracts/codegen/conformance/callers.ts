import type { Operation, Service } from '../openapi/service.ts';
import { CaseFactory } from './cases.ts';
import { concurrently } from './concurrently.ts';
import type { SeenValues } from './known-values.ts';
import type { RequestValues } from './request-values.ts';
import { send, type Target } from './send.ts';

/** Somebody who calls: nobody, a guest, a role, a service, the holder of a forged token. */
export interface Caller {
  name: string;
  /** The credentials of each request; made anew for each, so that they may be short-lived. */
  headers(): Readonly<Record<string, string>>;
  /** Whether the contract lets them call the operation. */
  allows(operation: Operation): boolean;
}

/** A call that was answered in another way than the contract says. */
export interface CallerFault {
  caller: string;
  message: string;
}

export interface CallersResult {
  service: string;
  operation: string;
  method: string;
  path: string;
  calls: number;
  /** How many of them the contract does not allow. */
  denied: number;
  faults: CallerFault[];
  /** Why it was not tried. */
  skipped?: string;
}

export interface CallersOptions {
  target: Omit<Target, 'headers'>;
  callers: readonly Caller[];
  /** Calls at the same time. */
  concurrency: number;
  known: SeenValues;
  includes(operation: Operation): boolean;
}

/** What tells somebody that they may not; 404 also hides that there is something. RFC 9110, 15.5.2, 15.5.4, 15.5.5. */
const DENIALS: ReadonlySet<number> = new Set([401, 403, 404]);
const SAFE: ReadonlySet<string> = new Set(['get', 'head', 'options']);
/** A server that keeps its contract refuses what it does not declare, after it has looked who calls. */
const UNDECLARED = 'undeclared-by-the-contract=1';

/**
 * Who holds which schemes with which roles may call, by the `security` of an operation: one alternative must be met,
 * with every scheme in it (OpenAPI 3.1, 4.8.10.1); of the roles of a scheme one is enough.
 */
export const isGranted = ({ security }: Operation, grants: Readonly<Record<string, readonly string[]>>): boolean =>
  security.length === 0 ||
  security.some(alternative =>
    Object.entries(alternative).every(([scheme, roles]) => {
      const own = Object.hasOwn(grants, scheme) ? grants[scheme] : undefined;
      return own !== undefined && (roles.length === 0 || roles.some(role => own.includes(role)));
    }),
  );

/**
 * Calls each operation as each caller. Who is not allowed sends a request that would be done, and must get 401, 403 or
 * 404; who is allowed must get neither 401 nor 403, and changes nothing: where the operation may change something, the
 * request has a query parameter that the contract does not declare.
 */
export async function runCallers(service: Service, options: CallersOptions): Promise<CallersResult[]> {
  const factory = new CaseFactory(service);
  const results: CallersResult[] = [];
  for (const operation of service.operations.filter(options.includes)) {
    const { id, method, path } = operation;
    const result: CallersResult = {
      service: service.name,
      operation: id,
      method,
      path,
      calls: 0,
      denied: 0,
      faults: [],
    };
    results.push(result);
    const valid = factory.validRequest(operation, options.known);
    if ('missing' in valid) result.skipped = valid.missing;
    else await callAs(operation, valid.request, result, options);
  }
  return results;
}

async function callAs(
  operation: Operation,
  request: RequestValues,
  result: CallersResult,
  { target, callers, concurrency }: CallersOptions,
): Promise<void> {
  const one = async (caller: Caller): Promise<void> => {
    const isAllowed = caller.allows(operation);
    const isProbe = isAllowed && !SAFE.has(operation.method);
    const sent = isProbe ? { ...request, wire: { query: UNDECLARED } } : request;
    const answer = await send({ ...target, headers: caller.headers() }, operation, sent);
    if (!answer) return;
    result.calls += 1;
    if (!isAllowed) result.denied += 1;
    const status = 'failure' in answer ? answer.failure : answer.status;
    const isRight =
      typeof status === 'number' &&
      status < 500 &&
      (isAllowed ? status !== 401 && status !== 403 : DENIALS.has(status));
    if (isRight) return;
    result.faults.push({
      caller: caller.name,
      message: `${status}, though the contract ${isAllowed ? 'allows' : 'forbids'} it`,
    });
  };
  await concurrently(callers, concurrency, one);
}
