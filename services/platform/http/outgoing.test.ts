import { createPublicKey } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { jwtVerify } from 'jose';
import { inTrace, startTrace } from '../observability/trace.ts';
import { TEST_SERVICE_KEY } from '../testing/identity.ts';
import { until } from '../testing/until.ts';
import { outgoingFetch } from './outgoing.ts';

type Answer = number | 'reset' | 'hang';

let server: Server;
let url: string;
let answers: Answer[];
let received: { method: string | undefined; headers: IncomingMessage['headers']; body: string }[];

beforeEach(async () => {
  answers = [];
  received = [];
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    received.push({ method: request.method, headers: request.headers, body });
    const answer = answers.shift() ?? 200;
    if (answer === 'reset') request.socket.destroy();
    else if (answer !== 'hang') response.writeHead(answer, { 'content-type': 'application/json' }).end('{"fine":true}');
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise(resolve => server.close(resolve));
});

const calls = (options: { timeoutMs?: number; retries?: number } = {}) =>
  outgoingFetch({ caller: 'orders', target: 'Inventory', key: TEST_SERVICE_KEY, timeoutMs: 30_000, ...options });
const post = (headers: Record<string, string> = {}) =>
  new Request(`${url}/reservations`, { method: 'POST', body: '{"sku":"A"}', headers });
const unavailable = {
  status: 503,
  detail: 'Inventory cannot be reached at the moment.',
  headers: { 'retry-after': '2' },
};

describe('a call to another service', () => {
  test('carries the token of the caller, the trace and the request id', async () => {
    const trace = startTrace('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', 'request-1');
    await inTrace(trace, () => calls()(post({ 'content-type': 'application/json' })));
    const [call] = received;
    expect(call).toMatchObject({ method: 'POST', body: '{"sku":"A"}' });
    expect(call?.headers).toMatchObject({
      'content-type': 'application/json',
      traceparent: `00-0af7651916cd43dd8448eb211c80319c-${trace.spanId}-01`,
      'x-request-id': 'request-1',
    });
    const { payload } = await jwtVerify(call?.headers.authorization?.slice(7) ?? '', createPublicKey(TEST_SERVICE_KEY));
    expect(payload).toMatchObject({ iss: 'orders', aud: 'inventory' });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60);
  });

  test.each<[Answer]>([[502], [503], [504], ['reset']])('that is repeatable is retried after %s', async answer => {
    answers = [answer, answer];
    const response = await calls()(new Request(url));
    expect(await response.json()).toEqual({ fine: true });
    expect(received).toHaveLength(3);
  });

  test('that changes something is repeated, with its body, only if it has an Idempotency-Key', async () => {
    answers = [503];
    await expect(calls()(post())).rejects.toMatchObject(unavailable);
    expect(received).toHaveLength(1);
    answers = [503, 'reset'];
    expect((await calls()(post({ 'idempotency-key': 'key-12345' }))).status).toBe(200);
    expect(received.slice(1).map(call => [call.body, call.headers['idempotency-key']])).toEqual(
      Array(3).fill(['{"sku":"A"}', 'key-12345']),
    );
  });

  test('returns every response of the service itself', async () => {
    answers = [404, 500, 409];
    const call = calls();
    expect([
      (await call(new Request(url))).status,
      (await call(new Request(url))).status,
      (await call(new Request(url))).status,
    ]).toEqual([404, 500, 409]);
  });

  test('times out, and is not retried', async () => {
    answers = Array(100).fill('hang');
    let turns = 0;
    // On a busy machine a call may time out before its request arrives.
    await until(
      async () => {
        turns += 1;
        await expect(calls({ timeoutMs: 100 })(new Request(url))).rejects.toMatchObject(unavailable);
        return received.length > 0;
      },
      { describe: 'a request arrives' },
    );
    expect(received.length).toBeLessThanOrEqual(turns);
  });

  test('names the service, not its address, when the connection is refused', async () => {
    const port = (server.address() as AddressInfo).port;
    await new Promise(resolve => server.close(resolve));
    const error = await calls({ retries: 1 })(new Request(url)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject(unavailable);
    expect(JSON.stringify(error)).not.toContain(String(port));
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  });

  test('opens the circuit of a service that fails repeatedly, for five seconds', async () => {
    answers = Array(20).fill(503);
    const call = calls({ retries: 0 });
    for (let turn = 0; turn < 10; turn += 1) await expect(call(new Request(url))).rejects.toMatchObject(unavailable);
    await expect(call(new Request(url))).rejects.toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    expect(received).toHaveLength(10);
  });

  test('is aborted when the caller aborts', async () => {
    answers = ['hang'];
    const controller = new AbortController();
    const call = calls()(new Request(url, { signal: controller.signal }));
    setTimeout(() => controller.abort(), 50);
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  });
});
