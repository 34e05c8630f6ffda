import { type NextFunction, type Request, type RequestHandler, type Response, Router } from 'express';
import { bodyReader } from './body.ts';
import type { AnyResponse, Around, OperationDefinition, OperationInfo, SecurityScheme } from './operation.ts';
import { parameterReader } from './parameters.ts';
import { hasQuery, normalizeTarget } from './path.ts';
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
  /** Whether answers are validated against the contract: on in development and tests. */
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
  const router = Router({ caseSensitive: true, strict: dependsOnSlash(definition.operations) });
  const byRoute = new Map<string, (typeof definition.operations)[number][]>();
  for (const operation of definition.operations)
    byRoute.set(operation.route, [...(byRoute.get(operation.route) ?? []), operation]);
  for (const [path, operations] of byRoute) {
    const route = router.route(path);
    for (const operation of operations) {
      const handler = (input: unknown, context: C) => definition.handlers[operation.operationId](input, context);
      route[verb(operation.method)](serve(operation, handler, definition));
    }
    if (isConcrete(operations))
      route.all((request, response, next) => {
        const meant = operations.filter(operation => fits(operation, request));
        if (meant.length === 0) next();
        else otherMethod(methods(meant), request, response, next);
      });
  }
  const allowed = new WeakMap<Request, readonly string[]>();
  for (const [path, operations] of byRoute) {
    // A concrete path is the one that is meant; a template may be one of several that the path fits.
    if (isConcrete(operations)) continue;
    router.route(path).all((request, _response, next) => {
      const meant = operations.filter(operation => fits(operation, request));
      if (meant.length > 0) allowed.set(request, [...(allowed.get(request) ?? []), ...methods(meant)]);
      next();
    });
  }
  router.use((request, response, next) => {
    const known = allowed.get(request);
    if (known) otherMethod(known, request, response, next);
    else next();
  });
  return Router({ caseSensitive: true }).use(withNormalTarget(router));
}

/** Whether a slash at the end tells two paths apart; where it does not, a request may have one too many. */
function dependsOnSlash(operations: readonly OperationDefinition[]): boolean {
  const paths = new Set(operations.map(({ path }) => path.replaceAll(/\{[^{}]*\}/g, '{}')));
  return [...paths].some(path => path !== '/' && path.endsWith('/') && paths.has(path.slice(0, -1)));
}

/** Whether a request has what the query of the operation's path asks for. */
function fits({ query }: OperationDefinition, request: Request): boolean {
  return query === undefined || hasQuery(request.url, query);
}

function methods(operations: readonly OperationDefinition[]): string[] {
  return operations.map(({ method }) => method);
}

function isConcrete(operations: readonly OperationDefinition[]): boolean {
  return operations.every(({ path }) => !path.includes('{'));
}

/**
 * Routes are written in the normal form of RFC 3986, 6.2.2; what comes after the router sees the request as it came.
 */
function withNormalTarget(router: Router): RequestHandler {
  return (request, response, next) => {
    const { url } = request;
    request.url = normalizeTarget(url);
    router(request, response, error => {
      request.url = url;
      next(error);
    });
  };
}

function serve<C, H, S extends { [K in keyof S]: SecurityScheme<C>['verify'] }>(
  operation: OperationDefinition,
  handler: Handler<C>['run'],
  options: RouterDefinition<C, H, S>,
): RequestHandler {
  const readParameters = parameterReader(operation);
  const readBody = operation.body ? bodyReader(operation.body) : undefined;
  const { operationId, method, path, gateway, idempotency, cache, maxAuthenticationAge } = operation;
  const info: OperationInfo = {
    operationId,
    method,
    path,
    gateway,
    ...(idempotency && { idempotency }),
    ...(maxAuthenticationAge !== undefined && { maxAuthenticationAge }),
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
    if (!fits(operation, request)) next();
    else run(request, response).catch(next);
  };
}

/** A path that is known, but not with this method: 405 (RFC 9110, 15.5.6). */
function otherMethod(known: readonly string[], request: Request, response: Response, next: NextFunction): void {
  const allow = [...new Set([...known, ...(known.includes('GET') ? ['HEAD'] : []), 'OPTIONS'])].sort().join(', ');
  if (request.method === 'OPTIONS') response.status(204).setHeader('allow', allow).end();
  else next(new ProblemError({ status: 405, detail: `${request.method} is not possible here.`, headers: { allow } }));
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
