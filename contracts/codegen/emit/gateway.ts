import type { OperationLifecycle } from '../intended/operation-lifecycle.ts';
import { quote } from '../names.ts';
import { pathParts } from '../openapi/path-template.ts';
import { byPath, expressPath, servedInstead } from '../openapi/route.ts';
import type { Operation, Service } from '../openapi/service.ts';
import { type Printable, print } from './printer.ts';

/** What callers read in the headers of an operation's answers. */
type LifecycleOf = (service: string, operation: Operation) => OperationLifecycle | undefined;

/** The gateway's route table: every operation that is not internal, concrete paths before templated ones. */
export function emitGateway(services: Service[], runtime: string, lifecycleOf: LifecycleOf): string {
  const routes = services
    .flatMap(({ name, operations }) =>
      operations
        .filter(operation => !servedInstead(operation, operations))
        .map(operation => ({ service: name, operation })),
    )
    .filter(({ operation }) => operation.gateway !== 'internal')
    .sort((left, right) => byPath(left.operation, right.operation) || (left.service < right.service ? -1 : 1));
  return `import type { GatewayRoute } from ${quote(`${runtime}/gateway.ts`)};

/** What the gateway lets through, in the order in which it is to be matched. */
export const routes: readonly GatewayRoute[] = [
${routes.map(({ service, operation }) => `  ${print(route(service, operation, lifecycleOf), 1)},\n`).join('')}];
`;
}

function route(service: string, operation: Operation, lifecycleOf: LifecycleOf): Printable {
  const lifecycle = lifecycleOf(service, operation);
  const { query } = pathParts(operation.path);
  return {
    service,
    method: operation.method.toUpperCase(),
    path: expressPath(operation.path),
    query: query.size === 0 ? undefined : Object.fromEntries(query),
    openapiPath: operation.path,
    operationId: operation.id,
    gateway: operation.gateway,
    security: operation.security,
    bodyLimit: operation.bodyLimit,
    rawBody: operation.rawBody,
    cache: operation.cache && asPrintable(operation.cache),
    idempotency: operation.idempotency,
    lifecycle: lifecycle && asPrintable(lifecycle),
    events:
      operation.replies.some(({ media }) => media.some(({ type }) => type.startsWith('text/event-stream'))) ||
      undefined,
  };
}

function asPrintable(value: unknown): Printable {
  if (Array.isArray(value)) return value.map(asPrintable);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asPrintable(item)]));
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
