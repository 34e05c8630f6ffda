import { ProblemError } from '../../../contracts/codegen/runtime/problem.ts';

/**
 * 503 that names the unavailable dependency, never its address; `Retry-After` in seconds (RFC 9110, section 10.2.3).
 */
export function unavailable(name: string, retryAfter = 2, cause?: unknown): ProblemError {
  return new ProblemError({
    status: 503,
    detail: `${name} cannot be reached at the moment.`,
    headers: { 'retry-after': String(retryAfter) },
    cause,
  });
}

/** The unavailable dependency by the class or code of an error. The first match counts. */
const BY_NAME: readonly [RegExp, string][] = [
  [
    /^Mongo(Network|ServerSelection|NotConnected|PoolCleared|PoolClosed|TopologyClosed|WaitQueueTimeout|ServerClosed)/,
    'The database',
  ],
  [/^PrismaClientInitializationError$/, 'The database'],
  [/^MaxRetriesPerRequestError$/, 'The store'],
  [/^(ConnectionError|NoLivingConnectionsError)$/, 'The index'],
  [/^TimeoutError$/, 'A dependency'],
  [/^KafkaJS(Connection|NumberOfRetriesExceeded|NoBrokerAvailable|RequestTimeout)/, 'The event log'],
];

const BY_CODE: readonly [RegExp, string][] = [
  // PostgreSQL, appendix A: connection exceptions, being shut down or starting, too many connections.
  [/^(08\w{3}|57P0[1-5]|53300)$/, 'The database'],
  // Prisma: not reachable, closed by the server, no connection or transaction slot in time, a transaction that took too
  // long.
  [/^P(1001|1002|1008|1017|2024|2028|2037)$/, 'The database'],
  // Node's socket errors (https://nodejs.org/api/errors.html#common-system-errors) and undici's.
  [
    /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|UND_ERR_(SOCKET|CONNECT_TIMEOUT|CLOSED))$/,
    'A dependency',
  ],
];

/** node-postgres and ioredis give these errors no code. */
const BY_MESSAGE: readonly [RegExp, string][] = [
  [
    /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/,
    'The database',
  ],
  [/Unable to start a transaction in the given time/, 'The database'],
  // Prisma's driver adapters, whose errors a raw query passes through unchanged.
  [/^(DatabaseNotReachable|ConnectionClosed|SocketTimeout|TooManyConnections)$/, 'The database'],
  [
    /^(Connection is closed|Command timed out|Stream isn't writeable and enableOfflineQueue options is false)/,
    'The store',
  ],
];

function member(value: object, name: string): unknown {
  return name in value ? Reflect.get(value, name) : undefined;
}

function firstMatch(table: readonly [RegExp, string][], text: unknown): string | undefined {
  return typeof text === 'string' ? table.find(([pattern]) => pattern.test(text))?.[1] : undefined;
}

/**
 * The dependency that an error, or one of its causes, reports as unavailable: 'The database', 'The store', …; undefined
 * for other errors.
 */
function unavailableDependency(error: unknown, depth = 0): string | undefined {
  if (typeof error !== 'object' || error === null || depth > 5) return undefined;
  const own =
    firstMatch(BY_NAME, member(error, 'name')) ??
    firstMatch(BY_CODE, member(error, 'code')) ??
    firstMatch(BY_CODE, member(error, 'originalCode')) ??
    firstMatch(BY_MESSAGE, member(error, 'message'));
  if (own) return own;
  const meta = member(error, 'meta');
  const errors = member(error, 'errors');
  const causes = [
    member(error, 'cause'),
    typeof meta === 'object' && meta !== null ? member(meta, 'driverAdapterError') : undefined,
    ...(Array.isArray(errors) ? errors : []),
  ];
  for (const cause of causes) {
    const down = unavailableDependency(cause, depth + 1);
    if (down) return down;
  }
  return undefined;
}

/**
 * 503 with `Retry-After` for an error that reports an unreachable database, store, index or service; undefined for
 * other errors. Covers the errors of pg, Prisma, mongodb, ioredis, @elastic/elasticsearch, kafkajs and undici.
 */
export function dependencyProblem(error: unknown): ProblemError | undefined {
  const name = unavailableDependency(error);
  return name === undefined ? undefined : unavailable(name, 2, error);
}

/** Whether a retry may succeed: a dependency is unreachable, or a service responded with 503. */
export function isUnavailable(error: unknown): boolean {
  return (error instanceof ProblemError && error.status === 503) || unavailableDependency(error) !== undefined;
}
