import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createUsage } from '../../contracts/codegen/runtime/usage-counter.ts';
import { observeFields } from '../../services/platform/observability/usage.ts';
import { cardOf } from './card.ts';
import { listProducts } from './catalog.ts';
import { createRequestContext, type RequestContext, runInContext } from './request-context.ts';

const tea = {
  slug: 'tea',
  title: 'Tea, 100 g',
  brand: 'Leaf',
  description: 'Long.',
  images: [{ url: '/media/tea.webp', alt: 'Tea' }],
  options: [],
  variants: [{ sku: '1', title: 'Tea', size: '100 g', price: { amount: 450, currency: 'USD' }, options: {} }],
};
let server: Server;
let before: string | undefined;

beforeAll(async () => {
  server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ items: [tea], nextCursor: null }));
  }).listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  before = process.env.GATEWAY_URL;
  process.env.GATEWAY_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  if (before === undefined) delete process.env.GATEWAY_URL;
  else process.env.GATEWAY_URL = before;
  await new Promise(resolve => server.close(resolve));
});

const cards = (observe: RequestContext['observe']) =>
  runInContext(
    createRequestContext({
      address: undefined,
      origin: 'http://shop.example',
      cookies: new Map(),
      nonce: 'n',
      observe,
    }),
    async () => {
      const found = await listProducts({ limit: 1 });
      return 'items' in found ? found.items.map(cardOf) : [];
    },
  );

test('what a card of a product shows is recorded as read, and nothing else', async () => {
  const usage = createUsage(1);
  const measured = await cards(observeFields('storefront', usage));
  expect(measured).toEqual(await cards(undefined));
  const [use] = usage.take();
  expect(use).toMatchObject({
    name: 'catalog',
    operation: 'GET /products',
    consumer: 'storefront',
    count: 0,
    samples: 1,
  });
  const read = use?.fields.map(({ pointer }) => pointer) ?? [];
  expect(read).toEqual(
    expect.arrayContaining(['/items', '/items/*/slug', '/items/*/title', '/items/*/variants/*/price']),
  );
  expect(read).not.toContain('/items/*/description');
});
