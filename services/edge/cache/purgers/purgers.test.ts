import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createCloudflarePurger } from './cloudflare.ts';
import { createFastlyPurger } from './fastly.ts';
import type { Purger } from './purger.ts';
import { createVarnishPurger } from './varnish.ts';

let server: Server;
let url: string;
let seen: { method: string; url: string; headers: IncomingHttpHeaders; body: string }[];
/** Answers in turn; 200 after the last. */
let answers: { status: number; body?: string; headers?: Record<string, string> }[];

beforeEach(async () => {
  seen = [];
  answers = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', chunk => chunks.push(chunk));
    request.on('end', () => {
      seen.push({
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      });
      const { status, body = '{"success":true,"errors":[]}', headers = {} } = answers.shift() ?? { status: 200 };
      if (status === 0) response.destroy();
      else response.writeHead(status, headers).end(body);
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const tags = ['product:bananas', 'products'];
const many = Array.from({ length: 300 }, (_, index) => `stock:${index}`);
const kinds: [string, () => Purger][] = [
  ['Fastly', () => createFastlyPurger({ serviceId: 'SU1', token: 'secret-token', api: url, firstPauseMs: 1 })],
  ['Cloudflare', () => createCloudflarePurger({ zoneId: 'z1', token: 'secret-token', api: url, firstPauseMs: 1 })],
  ['Varnish', () => createVarnishPurger({ url, firstPauseMs: 1 })],
];

test('Fastly purges surrogate keys', async () => {
  await createFastlyPurger({ serviceId: 'SU1', token: 'secret-token', api: url }).purge(tags);
  expect(seen).toMatchObject([
    {
      method: 'POST',
      url: '/service/SU1/purge',
      headers: { 'fastly-key': 'secret-token' },
      body: '{"surrogate_keys":["product:bananas","products"]}',
    },
  ]);
});

test('Cloudflare purges cache tags', async () => {
  await createCloudflarePurger({ zoneId: 'z1', token: 'secret-token', api: url }).purge(tags);
  expect(seen).toMatchObject([
    {
      method: 'POST',
      url: '/client/v4/zones/z1/purge_cache',
      headers: { authorization: 'Bearer secret-token' },
      body: '{"tags":["product:bananas","products"]}',
    },
  ]);
});

test('Varnish purges xkeys', async () => {
  await createVarnishPurger({ url }).purge(tags);
  expect(seen).toMatchObject([{ method: 'PURGE', url: '/', headers: { xkey: 'product:bananas products' } }]);
});

test('a rejection of Cloudflare with status 200 is an error', async () => {
  answers = [{ status: 200, body: '{"success":false,"errors":[{"message":"no such zone"}]}' }];
  await expect(createCloudflarePurger({ zoneId: 'z1', token: 'secret-token', api: url }).purge(tags)).rejects.toThrow(
    'no such zone',
  );
});

describe.each(kinds)('%s', (name, make) => {
  test('is called in batches of the size it accepts, each tag once', async () => {
    await make().purge(many);
    const sentTags = seen.flatMap(({ headers, body }) => {
      const parsed: unknown = body === '' ? String(headers.xkey).split(' ') : Object.values(JSON.parse(body)).flat();
      return parsed as string[];
    });
    expect(sentTags).toEqual(many);
    expect(seen).toHaveLength({ Fastly: 2, Cloudflare: 3, Varnish: 10 }[name] ?? 0);
  });

  test('is called again while it is overloaded, broken or down', async () => {
    answers = [{ status: 503 }, { status: 429, headers: { 'retry-after': '0' } }, { status: 0 }];
    await make().purge(tags);
    expect(seen).toHaveLength(4);
  });

  test('is called five times and no more, and the error shows no credential', async () => {
    answers = Array.from({ length: 10 }, () => ({ status: 500, body: 'broken' }));
    await expect(make().purge(tags)).rejects.toThrow(`${name} answered 500: broken`);
    expect(seen).toHaveLength(5);
  });

  test('is called once where it rejects the request', async () => {
    answers = [{ status: 403, body: 'who are you?' }];
    await expect(make().purge(tags)).rejects.toThrow(/^[A-Z][a-z]+ answered 403: who are you\?$/);
    expect(seen).toHaveLength(1);
  });
});
