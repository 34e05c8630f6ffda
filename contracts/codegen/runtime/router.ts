import { type Request, type RequestHandler, type Response, Router } from 'express';
import { bodyReader } from './body.ts';
import type { AnyResponse, Around, OperationDefinition, OperationInfo, SecurityScheme } from './operation.ts';
import { parameterReader } from './parameters.ts';
import { ProblemError } from './problem.ts';
import { respond } from './respond.ts';
import { authorize } from './security.ts';

interface Handler<C> {
  run(input: unknown, context: C): Promise<AnyResponse>;
}

export interface RouterOptions<C, H, S> {
  handlers: H;
  security: S;
  /** Called once a request, before security; what it makes is given to security, `around` and the handler. */
  context(request: Request): C;
  /** Whether answers are held to the contract: on in development and tests. */
  checkResponses: boolean;
  around?: Around<C>;
}

/** What the generated router passes: the options of the service, and the contract as data. */
export interface RouterDefinition<C, H, S> extends RouterOptions<C, H, S> {
  operations: readonly (OperationDefinition & { operationId: keyof H & string })[];
  challenges: Readonly<Record<string, string>>;
}

/**
 * An Express router that serves the operations: security, then the request against the contract, then the handler, then
 * its answer.
 */
export function createRouter<
  C,
  H extends { [K in keyof H]: Handler<C>['run'] },
  S extends { [K in keyof S]: SecurityScheme<C>['verify'] },
>(definition: RouterDefinition<C, H, S>): Router {
  const router = Router({ caseSensitive: true });
  const byRoute = Map.groupBy(definition.operations, operation => operation.route);
  for (const [path, operations] of byRoute) {
    const route = router.route(path);
    for (const operation of operations) {
      const handler = (input: unknown, context: C) => definition.handlers[operation.operationId](input, context);
      route[verb(operation.method)](serve(operation, handler, definition));
    }
    route.all(otherMethod(operations.map(({ method }) => method)));
  }
  return router;
}

function serve<C, H, S extends { [K in keyof S]: SecurityScheme<C>['verify'] }>(
  operation: OperationDefinition,
  handler: Handler<C>['run'],
  options: RouterDefinition<C, H, S>,
): RequestHandler {
  const readParameters = parameterReader(operation);
  const readBody = operation.body ? bodyReader(operation.body) : undefined;
  const { operationId, method, path, gateway, idempotency, cache } = operation;
  const info: OperationInfo = {
    operationId,
    method,
    path,
    gateway,
    ...(idempotency && { idempotency }),
    ...(cache && { cache }),
  };
  const { around } = options;
  const run = async (request: Request, response: Response): Promise<void> => {
    const context = options.context(request);
    await authorize(operation, options.security, options.challenges, request, context);
    const { parameters, errors } = readParameters(request);
    const input: Record<string, unknown> = parameters;
    if (readBody) {
      const body = await readBody(request, response);
      errors.push(...body.errors);
      if (body.value !== undefined) {
        input.body = body.value;
        if (operation.body?.choice) input.contentType = body.contentType;
      }
    }
    if (errors.length > 0) throw new ProblemError({ status: 400, detail: 'The request breaks the contract.', errors });
    const answer = around
      ? await around(info, input, context, () => handler(input, context))
      : await handler(input, context);
    await respond(operation, answer, request, response, options.checkResponses);
  };
  return (request, response, next) => {
    run(request, response).catch(next);
  };
}

function otherMethod(methods: string[]): RequestHandler {
  const allow = [...new Set([...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'])].sort().join(', ');
  return (request, response, next) => {
    if (request.method === 'OPTIONS') response.status(204).setHeader('allow', allow).end();
    else next(new ProblemError({ status: 405, detail: `${request.method} is not possible here.`, headers: { allow } }));
  };
}

function verb(method: OperationDefinition['method']) {
  const verbs = {
    GET: 'get',
    PUT: 'put',
    POST: 'post',
    DELETE: 'delete',
    OPTIONS: 'options',
    HEAD: 'head',
    PATCH: 'patch',
    TRACE: 'trace',
  } as const;
  return verbs[method];
}
