/** A server of one kind; it sends its parent its port, and its CPU time whenever it asks. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import express, { type NextFunction, type Request, type Response } from 'express';
import { parse } from 'yaml';
import { z } from 'zod';
import { problemHandler } from '../../contracts/codegen/runtime/problem-handler.ts';
import { order, page, placed } from './data.ts';

const [, , kind = 'bare', generated = '', peers = ''] = process.argv;
const contract = join(import.meta.dirname, 'shop.yaml');
const handlers = {
  listProducts: async () => ({ status: 200, body: page }),
  placeOrder: async () => ({ status: 201, body: placed }),
};

type Callable = (...input: unknown[]) => unknown;
const callable = z.custom<Callable>(value => typeof value === 'function');

/** What is generated has no types before it is generated. */
async function load(file: string): Promise<Record<string, Callable>> {
  const module: object = await import(pathToFileURL(join(generated, file)).href);
  return z.record(z.string(), callable).parse({ ...module });
}

const peer = async (name: string) => import(pathToFileURL(createRequire(join(peers, 'index.js')).resolve(name)).href);

if (kind === 'fastify') await serveFastify();
else {
  const app = express();
  if (kind === 'bare') bare();
  else if (kind.startsWith('covenant')) await covenant();
  else if (kind === 'validators') await validatorsAlone();
  else await expressOpenapiValidator();
  app.use(problemHandler({ log: { error: () => undefined } }));
  const server = app.listen(0, '127.0.0.1', () => tell(server.address()));

  function bare(): void {
    app.use(express.json());
    app.get('/products', (_request, response) => void response.json(page));
    app.post('/orders', (_request, response) => void response.status(201).json(placed));
  }

  async function covenant(): Promise<void> {
    const { createShopRouter } = await load('server.ts');
    const options = { handlers, security: {}, context: () => ({}), checkResponses: kind === 'covenant' };
    const router = callable.parse(createShopRouter?.(options));
    app.use((request, response, next) => void router(request, response, next));
  }

  /** The generated validators, called by hand. */
  async function validatorsAlone(): Promise<void> {
    const modules = await Promise.all(
      ['requests', 'responses', 'parameters'].map(name => load(`validators/${name}.js`)),
    );
    const checks: Record<string, Callable> = Object.assign({}, ...modules);
    const hold = (name: string, value: unknown): void => {
      if (!checks[name]?.(value)) throw new Error(`${name} breaks its contract`);
    };
    app.use(express.json());
    app.get('/products', (request, response) => {
      hold('listProductsParameters', { query: { ...request.query } });
      hold('listProducts200', page);
      response.json(page);
    });
    app.post('/orders', (request, response) => {
      hold('placeOrderBody', request.body);
      hold('placeOrder201', placed);
      response.status(201).json(placed);
    });
  }

  async function expressOpenapiValidator(): Promise<void> {
    const { middleware } = await peer('express-openapi-validator');
    app.use(express.json());
    app.use(middleware({ apiSpec: contract, validateRequests: true, validateResponses: true }));
    app.get('/products', (_request: Request, response: Response, _next: NextFunction) => void response.json(page));
    app.post('/orders', (_request, response) => void response.status(201).json(placed));
  }
}

/** Fastify checks requests by ajv, and writes answers by their schema without checking them. */
async function serveFastify(): Promise<void> {
  const { default: fastify } = await peer('fastify');
  const document = parse(readFileSync(contract, 'utf8').replaceAll('#/components/schemas/', 'shop#/definitions/'));
  const app = fastify({ logger: false });
  app.addSchema({ $id: 'shop', type: 'object', definitions: document.components.schemas });
  const ref = (name: string) => ({ $ref: `shop#/definitions/${name}` });
  const parameters: { name: string; schema: object }[] = document.paths['/products'].get.parameters;
  const querystring = {
    type: 'object',
    properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
  };
  app.get('/products', { schema: { querystring, response: { 200: ref('ProductPage') } } }, async () => page);
  const schema = { body: ref('NewOrder'), response: { 201: ref('PlacedOrder') } };
  app.post('/orders', { schema }, async (_request: unknown, reply: { code(status: number): void }) => {
    reply.code(201);
    return placed;
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  tell(app.server.address());
}

function tell(address: unknown): void {
  process.send?.({ address, orderBytes: JSON.stringify(order).length, pageBytes: JSON.stringify(page).length });
}
process.on('message', () => process.send?.(process.cpuUsage()));
