import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type ServedContract, serveContract } from '../testing/contract.ts';
import { projectFolder } from '../testing/project-folder.ts';
import { runTest } from './command.ts';
import type { OperationResult } from './run.ts';

const paths = `
  /teas:
    get:
      operationId: listTeas
      parameters: [{ name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 100 } }]
      responses:
        '200':
          description: Teas.
          content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Tea' } } } }
        '400': { description: No. }
    post:
      operationId: addTea
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Tea' } } } }
      responses:
        '201': { description: Added., headers: { location: { required: true, schema: { type: string } } } }
        '400': { description: No., content: { application/problem+json: {} } }
        '415': { description: No., content: { application/problem+json: {} } }
  /teas/{teaId}:
    get:
      operationId: getTea
      parameters: [{ name: teaId, in: path, required: true, schema: { type: string } }]
      responses:
        '200':
          description: A tea.
          content: { application/json: { schema: { $ref: '#/components/schemas/Tea' } } }
        '404': { description: None. }
    delete:
      operationId: removeTea
      parameters: [{ name: teaId, in: path, required: true, schema: { type: string } }]
      responses: { '204': { description: Gone. }, '404': { description: None. } }
components:
  schemas:
    Tea:
      type: object
      required: [id, name]
      properties:
        id: { type: string, minLength: 1, maxLength: 20 }
        name: { type: string, minLength: 1, maxLength: 10 }
        origin: { type: string }
`;
const document = `openapi: 3.1.1\ninfo: { title: Teas, version: 1.0.0 }\npaths:${paths}`;

const config = `export default { openapi: 'openapi/*.yaml', output: 'generated', runtime: '.' };\n`;

/** A request as a server sees it, its body read. */
interface Received {
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
  headers: IncomingMessage['headers'];
}
interface Reply {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

const assam = { id: 'assam', name: 'Assam' };
const isText = (value: unknown, max: number): boolean =>
  typeof value === 'string' && [...value].length >= 1 && [...value].length <= max;

function nameIn({ body }: Received): string | undefined {
  const name: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'name') : undefined;
  return typeof name === 'string' ? name : undefined;
}

/** A server that keeps its contract, by hand. */
function keep({ method, path, query, body }: Received): Reply {
  if (path === '/teas' && method === 'GET') {
    const limit = query.get('limit') ?? '10';
    return /^[1-9]\d?$|^100$/.test(limit) ? { status: 200, body: [assam] } : { status: 400 };
  }
  if (path === '/teas') {
    const tea = typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {};
    const origin: unknown = Reflect.get({ origin: '', ...tea }, 'origin');
    const fits = isText(Reflect.get(tea, 'id'), 20) && isText(Reflect.get(tea, 'name'), 10);
    return fits && typeof origin === 'string' ? { status: 201, headers: { location: '/teas/a' } } : { status: 400 };
  }
  if (path !== '/teas/assam') return { status: 404 };
  return method === 'DELETE' ? { status: 204 } : { status: 200, body: assam };
}

let close: (() => void) | undefined;
afterEach(() => close?.());

/** Serves by `answer`, and tests it; the results by operation. */
async function tryOn(
  answer: (request: Received) => Reply | 'hang up',
  ...options: string[]
): Promise<{ exitCode: number; results: Map<string, OperationResult>; seen: Received[] }> {
  const seen: Received[] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    let text = '';
    request.setEncoding('utf8').on('data', chunk => {
      text += chunk;
    });
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      let body: unknown;
      try {
        body = JSON.parse(text);
      } catch {
        body = undefined;
      }
      const { method = 'GET', headers } = request;
      const received = { method, path: url.pathname, query: url.searchParams, body, headers };
      seen.push(received);
      const reply = answer(received);
      if (reply === 'hang up') return void request.socket.destroy();
      const content = reply.body === undefined ? undefined : JSON.stringify(reply.body);
      response.writeHead(reply.status, {
        ...(content === undefined ? {} : { 'content-type': 'application/json' }),
        ...reply.headers,
      });
      response.end(content);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const project = projectFolder({ 'openapi/teas.yaml': document, 'covenant.config.mjs': config });
  close = () => {
    server.closeAllConnections();
    server.close();
  };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { output, exitCode } = await runTest([url, '--project', project.root, '--format', 'json', ...options]);
  const { operations }: { operations: OperationResult[] } = JSON.parse(output);
  return { exitCode, results: new Map(operations.map(result => [result.operation, result])), seen };
}

const rulesOf = (result: OperationResult | undefined): string[] => [...new Set(result?.faults.map(({ rule }) => rule))];

describe('covenant test', () => {
  test('finds nothing in a server that keeps its contract, and reaches every operation', async () => {
    const { exitCode, results, seen } = await tryOn(keep);
    expect([...results.values()].flatMap(({ faults }) => faults)).toEqual([]);
    expect(exitCode).toBe(0);
    for (const { statuses } of results.values())
      expect(Object.keys(statuses)).toContainEqual(expect.stringMatching(/^2/));
    expect(results.get('getTea')?.statuses).toMatchObject({ 200: expect.any(Number), 404: expect.any(Number) });
    expect(seen.at(-1)?.method).toBe('DELETE');
  });

  test('takes a wait of an hour as the answer, and does not wait for it', async () => {
    const { results } = await tryOn(request =>
      request.method === 'DELETE' ? { status: 429, headers: { 'retry-after': '3600' } } : keep(request),
    );
    expect(rulesOf(results.get('removeTea'))).toContain('undeclared-status');
  });

  test.each<[string, string, (request: Received) => Reply | 'hang up', string[]]>([
    [
      'a text that breaks it',
      'addTea',
      request => (nameIn(request)?.includes('\u0000') ? { status: 500 } : keep(request)),
      ['server-error'],
    ],
    [
      'a limit that nobody checks',
      'listTeas',
      request =>
        request.path === '/teas' && request.method === 'GET' ? { status: 200, body: [assam] } : keep(request),
      ['accepted-invalid'],
    ],
    [
      'a status that is not declared',
      'getTea',
      request => (request.path === '/teas/assam' ? keep(request) : { status: 410 }),
      ['undeclared-status'],
    ],
    [
      'a body of another shape',
      'getTea',
      request => (request.path === '/teas/assam' ? { status: 200, body: { id: 1 } } : keep(request)),
      ['invalid-body'],
    ],
    [
      'a body where none is declared',
      'removeTea',
      request => (request.method === 'DELETE' ? { status: 404, body: {} } : keep(request)),
      ['undeclared-media-type'],
    ],
    [
      'a header that is missing',
      'addTea',
      request => {
        const reply = keep(request);
        return reply.status === 201 ? { status: 201 } : reply;
      },
      ['missing-header'],
    ],
    [
      'a value that comes back as another',
      'addTea',
      request => {
        const reply = keep(request);
        return reply.status === 201 ? { ...reply, body: { id: 'a', name: nameIn(request)?.slice(0, 9) } } : reply;
      },
      ['undeclared-media-type', 'altered-value'],
    ],
    [
      'a field that no example shows',
      'addTea',
      request => (typeof Reflect.get(Object(request.body), 'origin') === 'object' ? { status: 500 } : keep(request)),
      ['server-error'],
    ],
    [
      'a parameter that comes twice',
      'listTeas',
      request => (request.query.getAll('limit').length === 2 ? { status: 502 } : keep(request)),
      ['server-error'],
    ],
    [
      'no answer',
      'listTeas',
      request => (request.query.get('limit') === '100' ? 'hang up' : keep(request)),
      ['no-answer'],
    ],
  ])('finds %s', async (_name, operation, answer, rules) => {
    const { exitCode, results } = await tryOn(answer, '--thorough', '--cases', '10000');
    expect(rulesOf(results.get(operation))).toEqual(rules);
    expect(exitCode).toBe(1);
  });

  test('changes nothing with --safe, and sends the headers that it was given', async () => {
    const { seen } = await tryOn(keep, '--safe', '--header', 'authorization: Bearer t');
    expect(new Set(seen.map(({ method }) => method))).toEqual(new Set(['GET']));
    expect(new Set(seen.map(({ headers }) => headers.authorization))).toEqual(new Set(['Bearer t']));
  });

  test('a change is sent several times at once, and a second of them that breaks the server is a fault', async () => {
    let added = 0;
    const { results, seen } = await tryOn(
      request => {
        if (request.method === 'POST') added += 1;
        return added > 1 ? { status: 500 } : keep(request);
      },
      '--operation',
      'addTea',
      '--cases',
      '1',
    );
    expect(new Set(seen.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(results.get('addTea')).toMatchObject({
      statuses: { 201: 1, 500: 3 },
      faults: [{ rule: 'server-error', times: 3, label: expect.stringContaining('4 times at once') }],
    });
  });

  test('an operation without a value for its path is said to be untried', async () => {
    const { results } = await tryOn(keep, '--operation', 'listTeas', '--cases', '5', '--thorough');
    expect([...results.keys()]).toEqual(['listTeas']);
    expect(results.get('listTeas')?.requests).toBe(4); // one more has half a surrogate pair, which no URL can hold
  });

  test('operations are called with samples, in which each value that is tried has an id of its own', async () => {
    const file = path.join(
      projectFolder({ 'samples.json': '{"addTea":{"body":{"id":"{{$guid}}","name":"Yunnan"}}}' }).root,
      'samples.json',
    );
    const { seen } = await tryOn(keep, '--samples', file, '--operation', 'addTea', '--cases', '30');
    const named = seen.map(nameIn).filter(name => name === 'Yunnan');
    const ids = seen.map(({ body }) => Reflect.get(Object(body), 'id')).filter(id => /^[\da-f-]{36}$/.test(String(id)));
    expect(named.length).toBeGreaterThan(5);
    expect(new Set(ids).size).toBeGreaterThan(3);
  });

  test.each([[['nowhere']], [['http://localhost', '--cases', '0']], [['http://localhost', '--header', 'x']], [[]]])(
    'is called in a way that it does not know: %j',
    async args => {
      const { exitCode, output } = await runTest(args);
      expect([exitCode, output]).toEqual([2, expect.stringContaining('covenant test URL')]);
    },
  );
});

describe('a generated server', () => {
  let served: ServedContract | undefined;
  afterEach(() => served?.close());

  test('has no faults', async () => {
    served = await serveContract(`paths:${paths}`);
    served.answer = { status: 201, headers: { location: '/teas/a' } };
    const project = projectFolder({ 'openapi/teas.yaml': document, 'covenant.config.mjs': config });
    const { output } = await runTest([served.url, '--project', project.root, '--operation', 'addTea']);
    expect(output).toMatch(/1 of 1 operations, \d+ requests; 1 operations succeeded at least once; no faults$/);
  });
});
