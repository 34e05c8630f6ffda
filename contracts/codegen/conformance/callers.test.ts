import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { projectFolder } from '../testing/project-folder.ts';
import type { CallersResult } from './callers.ts';
import { runTest } from './command.ts';

const document = `openapi: 3.1.1
info: { title: Teas, version: 1.0.0 }
paths:
  /teas:
    get:
      operationId: listTeas
      security: [{}]
      responses: { '200': { description: Teas. } }
    delete:
      operationId: removeTeas
      security: [{ session: [owner] }, { key: [] }]
      responses: { '204': { description: Gone. } }
  /stock:
    get:
      operationId: readStock
      security: [{ session: [owner, clerk] }]
      responses: { '200': { description: Stock. } }
components:
  securitySchemes:
    session: { type: http, scheme: bearer }
    key: { type: apiKey, in: header, name: x-key }
`;
const callers = {
  nobody: {},
  owner: { headers: { authorization: 'Bearer owner' }, grants: { session: ['owner'] } },
  clerk: { headers: { authorization: 'Bearer clerk' }, grants: { session: ['clerk'] } },
  robot: { headers: { 'x-key': 'k' }, grants: { key: [] } },
};
const config = `export default { openapi: 'openapi/*.yaml', output: 'generated', runtime: '.' };\n`;

interface Call {
  operation: string;
  caller: string;
  query: string;
}

/** Who is let in by a server that keeps the contract. */
const mayCall: Record<string, readonly string[]> = {
  'GET /teas': ['nobody', 'owner', 'clerk', 'robot'],
  'DELETE /teas': ['owner', 'robot'],
  'GET /stock': ['owner', 'clerk'],
};

let close: (() => void) | undefined;
afterEach(() => close?.());

/** Calls a server as everybody; `statusOf` answers. */
async function tryOn(
  statusOf: (call: Call) => number,
): Promise<{ exitCode: number; results: CallersResult[]; seen: Call[] }> {
  const seen: Call[] = [];
  const server = createServer(({ method, url = '', headers }, response) => {
    const { pathname, search } = new URL(url, 'http://localhost');
    const token = headers.authorization?.slice('Bearer '.length);
    const caller = token ?? (headers['x-key'] === undefined ? 'nobody' : 'robot');
    const call = { operation: `${method} ${pathname}`, caller, query: search };
    seen.push(call);
    response.writeHead(statusOf(call)).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  close = () => {
    server.closeAllConnections();
    server.close();
  };
  const { root } = projectFolder({
    'openapi/teas.yaml': document,
    'covenant.config.mjs': config,
    'callers.json': JSON.stringify(callers),
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const options = ['--project', root, '--callers', path.join(root, 'callers.json'), '--format', 'json'];
  const { output, exitCode } = await runTest([url, ...options]);
  return { exitCode, results: JSON.parse(output).operations, seen };
}

const keep = ({ operation, caller, query }: Call): number => {
  if (!mayCall[operation]?.includes(caller)) return caller === 'nobody' ? 401 : 403;
  return query === '' ? 200 : 400;
};

test('a server that keeps its contract has no faults, and nobody who may changes anything', async () => {
  const { exitCode, results, seen } = await tryOn(keep);
  expect(results.flatMap(({ faults }) => faults)).toEqual([]);
  expect(exitCode).toBe(0);
  expect(results.map(({ operation, calls, denied }) => [operation, calls, denied])).toEqual([
    ['listTeas', 4, 0],
    ['removeTeas', 4, 2],
    ['readStock', 4, 2],
  ]);
  const probes = seen.filter(({ query }) => query !== '');
  expect(probes.map(({ operation, caller }) => `${operation} ${caller}`).sort()).toEqual([
    'DELETE /teas owner',
    'DELETE /teas robot',
  ]);
});

test.each<[string, (call: Call) => number, string, { caller: string; message: string }]>([
  [
    'somebody who is let in',
    call => (call.operation === 'GET /stock' && call.caller === 'robot' ? 200 : keep(call)),
    'readStock',
    { caller: 'robot', message: '200, though the contract forbids it' },
  ],
  [
    'somebody who is kept out',
    call => (call.operation === 'DELETE /teas' && call.caller === 'robot' ? 403 : keep(call)),
    'removeTeas',
    { caller: 'robot', message: '403, though the contract allows it' },
  ],
  [
    'a failure in place of a refusal',
    call => (call.operation === 'GET /stock' && call.caller === 'nobody' ? 500 : keep(call)),
    'readStock',
    { caller: 'nobody', message: '500, though the contract forbids it' },
  ],
])('finds %s', async (_name, statusOf, operation, fault) => {
  const { exitCode, results } = await tryOn(statusOf);
  expect(exitCode).toBe(1);
  expect(results.flatMap(result => result.faults.map(found => [result.operation, found]))).toEqual([
    [operation, fault],
  ]);
});
