import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { lintContract, type ServedContract, serveContract } from '../testing/contract.ts';

/** A GET of this name, whose path parameters are strings. */
function get(operationId: string, ...names: string[]): string {
  const parameters = names.map(name => `{ name: ${name}, in: path, required: true, schema: { type: string } }`);
  return `{ operationId: ${operationId}, parameters: [${parameters.join(', ')}], responses: { '204': { description: Done. } } }`;
}

const document = `paths:
  /books/{id}_log: { get: ${get('log', 'id')} }
  /books/{id}: { get: ${get('book', 'id')} }
  /books/new: { post: ${get('add')} }
  /years/{year}Q{quarter}: { get: ${get('quarter', 'year', 'quarter')} }
  /files/{name}.{ext}: { get: ${get('file', 'name', 'ext')} }
  /shelves/{shelf-id}/x: { get: ${get('shelf', 'shelf-id')} }
  /accounts:find: { get: ${get('find')} }
  /jobs/{id}:stop: { get: ${get('stop', 'id')} }
  "/Books(key='{key}')": { get: ${get('odata', 'key')} }
  /größen/{größe}: { get: ${get('groesse', 'größe')} }
  /my shelf/all: { get: ${get('spaces')} }
  /done%7e/a: { get: ${get('encoded')} }
  /drafts?beta=true: { post: ${get('betaDraft')}, delete: ${get('betaOnly')} }
  /drafts: { post: ${get('draft')} }
  /drafts#many: { post: ${get('manyDrafts')} }
  /drafts/{id}?beta=true&mode=x%20y: { get: ${get('betaDraftById', 'id')} }
  /single#part: { get: ${get('single')} }
`;

let served: ServedContract;
beforeAll(async () => {
  served = await serveContract(document);
});
afterAll(() => served.close());

describe('a path', () => {
  test.each<[path: string, want: Record<string, string>]>([
    ['/books/7_log', { id: '7' }],
    ['/books/7_logs', { id: '7_logs' }],
    ['/years/2026Q3', { year: '2026', quarter: '3' }],
    ['/files/a.b', { name: 'a', ext: 'b' }],
    ['/shelves/s-1/x', { 'shelf-id': 's-1' }],
    ['/jobs/7:stop', { id: '7' }],
    ["/Books(key='x')", { key: 'x' }],
    ['/gr%C3%B6%C3%9Fen/XL', { größe: 'XL' }],
    ['/gr%c3%b6%c3%9fen/XL', { größe: 'XL' }],
    ['/books/a%2Fb', { id: 'a/b' }],
    ['/%62ooks/7', { id: '7' }],
  ])('%s leads to its operation, with the parameters as declared', async (path, want) => {
    served.inputs.length = 0;
    expect((await fetch(served.url + path)).status).toBe(204);
    expect(served.inputs).toEqual([{ path: want }]);
  });

  test.each(['/accounts:find', '/my%20shelf/all', '/done~/a', '/done%7E/a'])(
    '%s leads to its operation',
    async path => {
      expect((await fetch(served.url + path)).status).toBe(204);
    },
  );

  test('that is concrete is the one that is meant (OpenAPI 3.1.1, Paths Object)', async () => {
    expect((await fetch(`${served.url}/books/new`, { method: 'POST' })).status).toBe(204);
    const refused = await fetch(`${served.url}/books/new`);
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'OPTIONS, POST']);
  });

  test.each([
    ['betaDraft', '/drafts?beta=true'],
    ['draft', '/drafts'],
    ['manyDrafts', '/drafts'],
    ['single', '/single'],
  ])('whose operations a query tells apart: %s', async (operation, target) => {
    served.reached.length = 0;
    expect(await served.call(operation)).toMatchObject({ status: 204 });
    expect(served.reached).toEqual([{ operationId: operation === 'manyDrafts' ? 'draft' : operation, target }]);
  });

  test('that holds a query is another one without it, and has its parameters', async () => {
    expect((await fetch(`${served.url}/drafts/7`)).status).toBe(404);
    expect((await fetch(`${served.url}/drafts/7?beta=true&mode=x`)).status).toBe(404);
    const refused = await fetch(`${served.url}/drafts`, { method: 'DELETE' });
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'OPTIONS, POST']);
    expect(await served.call('betaOnly')).toMatchObject({ status: 204 });
    served.inputs.length = 0;
    expect(await served.call('betaDraftById', { path: { id: 'a b' } })).toMatchObject({ status: 204 });
    expect(served.inputs).toEqual([{ path: { id: 'a b' } }]);
    expect((await fetch(`${served.url}/drafts/7?beta=true&mode=x%20y&other=1`)).status).toBe(400);
  });

  test.each<[operation: string, path: Record<string, string>]>([
    ['log', { id: '7' }],
    ['quarter', { year: '2026', quarter: '3' }],
    ['file', { name: 'a b', ext: 'ü' }],
    ['odata', { key: 'it/s' }],
    ['groesse', { größe: 'groß' }],
  ])('that the client writes for %s is read back unchanged', async (operation, path) => {
    served.inputs.length = 0;
    await served.call(operation, { path });
    expect(served.inputs).toEqual([{ path }]);
  });

  test.each(['find', 'spaces', 'encoded'])('that the client writes for %s is found', async operation => {
    expect(await served.call(operation)).toMatchObject({ status: 204 });
  });
});

test.each<[paths: readonly string[], target: string, want: string]>([
  [['/a', '/a/'], '/a/', 'slash'],
  [['/a', '/a/'], '/a', 'plain'],
  [['/a/{b}', '/a/{c}/'], '/a/1/', 'slash'],
  [['/a'], '/a/', 'plain'],
])('of the paths %j, %s is %s', async (paths, target, want) => {
  const [plain = '', slash] = paths.map(path => {
    const name = /\{(.)\}/.exec(path)?.[1];
    const parameters =
      name === undefined ? '' : `parameters: [{ name: ${name}, in: path, required: true, schema: {} }], `;
    const id = path.endsWith('/') ? 'slash' : 'plain';
    return `  ${path}: { get: { operationId: ${id}, ${parameters}responses: { '204': { description: A. } } } }\n`;
  });
  const two = await serveContract(`paths:\n${plain}${slash ?? ''}`);
  expect((await fetch(two.url + target)).status).toBe(204);
  expect(two.reached.map(({ operationId }) => operationId)).toEqual([want]);
  await two.close();
});

test('a fragment does not travel: what the server cannot tell apart is named', async () => {
  const found = await lintContract(document);
  expect(found.filter(line => /not-(served|supported)/.test(line))).toEqual([
    expect.stringMatching(
      / not-served: No request carries the fragment of \/drafts#many: the server has \/drafts alone/,
    ),
  ]);
});

describe('a path that cannot be routed is refused at its place', () => {
  test.each<[paths: string, want: string]>([
    [
      `/a/{b}: { get: ${get('one', 'b')} }\n  /a/{c}: { get: ${get('two', 'c')} }`,
      '5:3 not-supported: Some requests fit both /a/{c} and /a/{b}: nothing tells them apart',
    ],
    [
      `/a/{b}{c}: { get: ${get('one', 'b', 'c')} }`,
      '4:3 not-supported: Nothing stands between the parameters b and c to tell them apart',
    ],
    [
      `/a?b=1: { get: ${get('one')} }\n  /a?c=1: { get: ${get('two')} }`,
      '5:3 not-supported: Some requests fit both /a?c=1 and /a?b=1: nothing tells them apart',
    ],
    [
      `/a?b={b}: { get: ${get('one', 'b')} }`,
      '4:3 not-supported: The query or fragment of the path /a?b={b} holds a parameter: declare query parameters instead',
    ],
    [`/a/{b}: { get: ${get('one')} }`, '4:38 path-parameters: The path parameter b is not declared'],
    [`/a/{b}: { get: ${get('one', 'b', 'c')} }`, '4:116 path-parameters: The path /a/{b} has no parameter c'],
  ])('%s', async (paths, want) => {
    expect(await lintContract(`paths:\n  ${paths}\n`)).toContain(want);
  });

  test('while two methods of templates that differ in names alone are both reachable', async () => {
    const two = await serveContract(
      `paths:\n  /a/{b}: { get: ${get('one', 'b')} }\n  /a/{c}: { post: ${get('two', 'c')} }\n`,
    );
    expect((await fetch(`${two.url}/a/1`)).status).toBe(204);
    expect((await fetch(`${two.url}/a/1`, { method: 'POST' })).status).toBe(204);
    const refused = await fetch(`${two.url}/a/1`, { method: 'DELETE' });
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS, POST']);
    await two.close();
  });
});
