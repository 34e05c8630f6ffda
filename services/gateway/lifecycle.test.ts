import { expect, test } from '@jest/globals';
import type { Response } from 'express';
import { createUsage } from '../../contracts/codegen/runtime/usage-counter.ts';
import { routes } from '../../generated/gateway/routes.ts';
import { createHttpApp } from '../platform/http/http-app.ts';
import { startTestApp } from '../platform/testing/app.ts';
import { silentLog } from '../platform/testing/log.ts';
import { createConsumers } from './consumers.ts';
import { createProxy } from './proxy.ts';

test('callers of an operation that ends get Deprecation and Sunset headers, and are counted', async () => {
  const route = routes.find(({ operationId }) => operationId === 'listProducts');
  if (!route) throw new Error('The catalog lists products');
  const lifecycle = { deprecation: '@1796083200', sunset: 'Mon, 31 May 2027 23:59:59 GMT' };
  const catalog = {
    forward: async (_request: unknown, response: Response) => void response.json({ items: [] }),
    close: async () => {},
  };
  const origins = { storefront: new Set<string>(), console: new Set<string>() };
  const usage = createUsage(0);
  const answerOf = async (ending: boolean) => {
    const proxy = createProxy({
      routes: [ending ? { ...route, lifecycle } : route],
      upstreams: { catalog },
      sessions: { exchange: async () => undefined, forget: () => {} },
      limits: async () => ({}),
      origins,
      consumers: createConsumers(origins),
      usage,
    });
    const app = await startTestApp(createHttpApp({ log: silentLog(), routers: [proxy], checks: {} }));
    const { status, headers } = await fetch(`${app.url}/products`);
    await app.close();
    return [status, headers.get('deprecation'), headers.get('sunset')];
  };
  expect(await answerOf(true)).toEqual([200, lifecycle.deprecation, lifecycle.sunset]);
  expect(await answerOf(false)).toEqual([200, null, null]);
  const used = {
    kind: 'openapi',
    name: 'catalog',
    operation: 'GET /products',
    consumer: 'node',
    count: 2,
    samples: 0,
    fields: [],
  };
  expect(usage.take()).toEqual([used]);
});
