import { setTimeout } from 'node:timers/promises';
import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import type { Operation, Service } from '../openapi/service.ts';
import type { AnyResponse, OperationInfo } from '../runtime/operation.ts';
import { ProblemError } from '../runtime/problem.ts';
import { notFoundHandler, problemHandler } from '../runtime/problem-handler.ts';
import { loadRouter } from './load-router.ts';
import { parsePrefer } from './prefer.ts';
import { Random } from './random.ts';
import { Responder } from './respond.ts';
import { presentCredentials } from './security.ts';

export interface MockOptions {
  /** The same seed gives the same values. */
  seed: string;
  /** How long answers take, in ms: from, to. */
  latencyMs: readonly [number, number];
  /** The share of requests that fail with 503: 0 to 1. */
  failures: number;
  /** Whether credentials are asked for, as the contract says. */
  security: boolean;
  /** Whether browsers of any origin may read the answers. */
  cors: boolean;
}

/** An Express app that answers for these services, and remembers what is created until it ends. */
export async function mockApp(services: readonly Service[], options: MockOptions): Promise<Express> {
  const app = express();
  app.disable('x-powered-by');
  if (options.cors) app.use(allowEveryOrigin);
  const chance = new Random(`${options.seed}\nchance`);
  for (const service of services) app.use(await mockRouter(service, options, chance));
  app.use(notFoundHandler);
  app.use(problemHandler({ log: { error: () => undefined } }));
  return app;
}

interface Context {
  request: Request;
  response: Response | undefined;
}

async function mockRouter(service: Service, options: MockOptions, chance: Random): Promise<RequestHandler> {
  const create = await loadRouter(service);
  const responder = new Responder(service, options.seed);
  const operations = new Map(service.operations.map(operation => [operation.id, operation]));
  const security = options.security ? presentCredentials(service) : everybody(service);
  const around = async ({ operationId }: OperationInfo, input: unknown, { request, response }: Context) => {
    const operation = operations.get(operationId);
    if (!operation) throw new ProblemError({ status: 501 });
    return respond(operation, input, request, response);
  };
  const respond = async (
    operation: Operation,
    input: unknown,
    request: Request,
    response: Response | undefined,
  ): Promise<AnyResponse> => {
    const preference = parsePrefer(request.get('prefer'));
    if (preference.wrong.length > 0)
      throw new ProblemError({ status: 400, detail: `Prefer: ${preference.wrong.join(', ')} is not understood.` });
    const [least, most] = options.latencyMs;
    const delay = preference.delayMs ?? (most > 0 ? chance.between(least, most) : 0);
    if (delay > 0) await setTimeout(delay);
    if (preference.applied.length > 0) response?.setHeader('preference-applied', preference.applied.join(', '));
    else if (options.failures > 0 && chance.next() < options.failures)
      throw new ProblemError({ status: 503, detail: 'The mock was asked to fail.', headers: { 'retry-after': '1' } });
    return responder.answer(operation, input, preference);
  };
  const context = (request: Request): Context => ({ request, response: request.res });
  const router = create({ handlers: {}, security, context, checkResponses: false, around });
  return (request, response, next) => {
    if (typeof router === 'function') router(request, response, next);
  };
}

function everybody({ securitySchemes }: Service) {
  return Object.fromEntries(securitySchemes.map(({ name }) => [name, async () => 'granted']));
}

const allowEveryOrigin: RequestHandler = (request, response, next) => {
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('access-control-expose-headers', '*');
  if (request.method !== 'OPTIONS' || request.get('access-control-request-method') === undefined) return next();
  response.setHeader('access-control-allow-methods', 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS');
  response.setHeader('access-control-allow-headers', request.get('access-control-request-headers') ?? '*');
  response.status(204).end();
};
