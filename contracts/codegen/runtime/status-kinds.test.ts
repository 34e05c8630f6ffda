import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { lintContract, type ServedContract, serveContract } from '../testing/contract.ts';

const json = (name: string) =>
  `content: { application/json: { schema: { type: object, required: [${name}], properties: { ${name}: { type: string } } } } }`;
const problem = `content: { application/problem+json: { schema: { type: object } } }`;

const document = `paths:
  /rest:
    get: { operationId: rest, responses: { default: { description: All., ${json('a')} } } }
  /ranges:
    get:
      operationId: ranges
      responses:
        '404': { description: None., ${json('missing')} }
        2XX: { description: Some., ${json('b')} }
        4XX: { description: Wrong., ${json('wrong')} }
        default: { description: Problem., ${problem} }
  /moved:
    get:
      operationId: moved
      responses:
        '301': { description: Elsewhere., headers: { Location: { required: true, schema: { type: string } } } }
        '404': { description: None. }
        4XX: { description: Later., headers: { Retry-After: { required: true, schema: { type: string } } } }
`;

let served: ServedContract;
beforeAll(async () => {
  served = await serveContract(document);
});
afterAll(() => served.close());

async function answered(path: string, status: number, body: unknown): Promise<[number, unknown]> {
  served.answer = { status, body };
  const response = await fetch(served.url + path);
  return [response.status, await response.json()];
}

test.each<[status: number, headers: Record<string, string>, expected: number]>([
  [301, { location: '/there' }, 301],
  [301, { Location: '/there' }, 301],
  [301, {}, 500],
  [301, { 'retry-after': '1' }, 500],
  [404, {}, 404],
  [429, {}, 500],
  [429, { 'retry-after': '1' }, 429],
])('an answer %s with the headers %j is %s, as its contract asks for headers', async (status, headers, expected) => {
  served.answer = { status, headers };
  const response = await fetch(`${served.url}/moved`, { redirect: 'manual' });
  expect(response.status).toBe(expected);
});

describe('responses by range and by default', () => {
  test.each<[path: string, status: number, body: unknown]>([
    ['/rest', 200, { a: 'x' }],
    ['/rest', 503, { a: 'x' }],
    ['/ranges', 207, { b: 'x' }],
    ['/ranges', 404, { missing: 'x' }],
    ['/ranges', 418, { wrong: 'x' }],
  ])('%s answers %s', async (path, status, body) => {
    expect(await answered(path, status, body)).toEqual([status, body]);
    expect(await served.call(path.slice(1))).toMatchObject({ status, body });
  });

  test.each<[path: string, status: number, body: unknown]>([
    ['/rest', 200, { b: 'x' }],
    ['/ranges', 200, { wrong: 'x' }],
    ['/ranges', 404, { wrong: 'x' }],
    ['/ranges', 500, { b: 'x' }],
  ])('%s does not answer %s with what is declared for others', async (path, status, body) => {
    expect((await answered(path, status, body))[0]).toBe(500);
  });

  test('are types that say which body a status has', () => {
    const program = `import type { RangesResponse, RestResponse } from './types.ts';
export const fine: RestResponse = { status: 200, body: { a: 'x' } };
export const found = (response: RangesResponse): string =>
  response.status === 200 ? response.body.b : response.status === 404 ? response.body.missing : response.headers?.x ?? '';
`;
    expect(served.typeErrors(program)).toEqual([]);
    const wrong = `import type { RangesResponse } from './types.ts';
export const range: RangesResponse = { status: 404, body: { wrong: 'x' } };
export const none: RangesResponse = { status: 500, body: { b: 'x' } };
`;
    expect(served.typeErrors(wrong).map(line => line.split(' ')[0])).toEqual(['program.ts:2', 'program.ts:3']);
  });
});

describe('what is never sent is found at its place', () => {
  const operation = (method: string, more: string) => `paths:\n  /a:\n    ${method}: { operationId: a, ${more} }\n`;
  const content = 'content: { application/json: { schema: { type: object } } }';
  test.each([
    [
      'get',
      `responses: { 304: { description: A., ${content} } }`,
      '5:65 not-served: An answer to 304 has no body (RFC 9110)',
    ],
    [
      'head',
      `responses: { 200: { description: A., ${content} } }`,
      '5:66 not-served: An answer to HEAD has no body (RFC',
    ],
    ['get', 'responses: {}', '5:5 not-checked: No response is declared, so nothing can be answered'],
    ['trace', 'responses: { 204: { description: A. } }', '5:5 not-served: fetch sends no TRACE'],
    [
      'get',
      `requestBody: { content: { application/json: {} } }, responses: { 204: { description: A. } }`,
      '5:28 not-served: fetch sends no body with GET',
    ],
  ])('%s with %s', async (method, more, message) => {
    expect(await lintContract(operation(method, more))).toContainEqual(expect.stringContaining(message));
  });

  test('and is in no type, while client and server agree', async () => {
    const head = await serveContract(operation('head', `responses: { 200: { description: A., ${content} } }`));
    head.answer = { status: 200 };
    expect(await head.call('a')).toMatchObject({ status: 200 });
    expect(head.text('types.ts')).toContain('{ status: 200; headers?');
    await head.close();
  });
});

test('a status is looked at behind a reference too', async () => {
  const item = `components: { pathItems: { A: { get: { operationId: a, responses: { 2xx: { description: A. } } } } } }`;
  expect(await lintContract(`paths: { /a: { $ref: '#/components/pathItems/A' } }\n${item}\n`)).toContainEqual(
    expect.stringContaining('not-supported: 2xx is no status'),
  );
});

test.each([
  ['20X', '20X is no status: write one such as 200, a range such as 2XX, or default'],
  ['ok', 'ok is no status: write one such as 200, a range such as 2XX, or default'],
  ['103', 'The interim status 103 is not supported: declare the final ones'],
])('the key %s is refused', async (key, message) => {
  const text = `paths: { /a: { get: { operationId: a, responses: { '${key}': { description: A. } } } } }\n`;
  expect(await lintContract(text)).toContain(`3:52 not-supported: ${message}`);
});
