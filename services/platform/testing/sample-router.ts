import type {
  AnyResponse,
  OperationDefinition,
  SecurityVerdict,
} from '../../../contracts/codegen/runtime/operation.ts';
import { createRouter } from '../../../contracts/codegen/runtime/router.ts';
import { type RequestContext, requestContext } from '../http/context.ts';
import type { IdempotencyStore } from '../http/idempotency.ts';
import { aroundOperations } from '../http/operations.ts';

type Input = { path: { slug: string }; body?: unknown };
type Handler<Tx> = (input: unknown, context: RequestContext<Tx>) => Promise<AnyResponse>;
type Verify<Tx> = (
  request: Parameters<typeof requestContext>[0],
  roles: readonly string[],
  context: RequestContext<Tx>,
) => Promise<SecurityVerdict>;

const base = {
  gateway: 'public',
  route: '/items/:slug',
  path: '/items/{slug}',
  parameters: [
    { name: 'slug', place: 'path' },
    { name: 'idempotency-key', place: 'header' },
  ],
  responses: {},
} as const;

/** The router that `covenant generate` would emit for two operations on items, for the tests of the platform. */
export function sampleRouter<Tx>(options: {
  getItem?: (input: Input, context: RequestContext<Tx>) => Promise<AnyResponse>;
  changeItem?: (input: Input, context: RequestContext<Tx>) => Promise<AnyResponse>;
  idempotency?: IdempotencyStore<Tx>;
  session?: Verify<Tx>;
  service?: Verify<Tx>;
  roles?: Readonly<Record<string, readonly string[]>>;
}) {
  const operations: (OperationDefinition & { operationId: 'getItem' | 'changeItem' })[] = [
    {
      ...base,
      operationId: 'getItem',
      method: 'GET',
      security: options.roles ? [options.roles] : [],
      cache: {
        maxAge: 10,
        sMaxAge: 60,
        staleWhileRevalidate: 30,
        tags: ['items', 'item:{slug}', 'category:{categories.slug}'],
      },
    },
    {
      ...base,
      operationId: 'changeItem',
      method: 'POST',
      security: [],
      idempotency: 'optional',
      body: { required: false, limit: 10_000, raw: false, media: { 'application/json': true }, choice: false },
    },
  ];
  const none = async (): Promise<AnyResponse> => ({ status: 204 });
  const handler = (given: typeof options.getItem): Handler<Tx> =>
    given ? (input, context) => given(input as Input, context) : none;
  return createRouter<
    RequestContext<Tx>,
    { getItem: Handler<Tx>; changeItem: Handler<Tx> },
    { session: Verify<Tx>; service: Verify<Tx> }
  >({
    operations,
    handlers: { getItem: handler(options.getItem), changeItem: handler(options.changeItem) },
    security: {
      session: options.session ?? (async () => 'anonymous'),
      service: options.service ?? (async () => 'anonymous'),
    },
    challenges: {},
    context: requestContext,
    checkResponses: false,
    around: aroundOperations(options.idempotency ? { idempotency: options.idempotency } : {}),
  });
}
