import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generateContract, lintContract, type ServedContract, serveContract } from '../testing/contract.ts';

const document = `paths:
  /shelves/{rows}:
    get:
      operationId: shelves
      parameters:
        - { name: rows, in: path, required: true, schema: { type: array, items: { type: integer } } }
        - { name: X-Words, in: header, schema: { type: array, items: { type: string } } }
        - { name: visited, in: cookie, explode: false, schema: { type: array, items: { type: integer } } }
        - { name: colours, in: query, style: pipeDelimited, explode: false, schema: { type: array, items: { type: string } } }
      responses: { '204': { description: Fine } }
  /points/{point}:
    get:
      operationId: points
      parameters:
        - { name: point, in: path, required: true, style: matrix, explode: true, schema: { type: object, properties: { x: { type: integer }, y: { type: integer } } } }
      responses: { '204': { description: Fine } }
  /paints/{paint}:
    get:
      operationId: paints
      parameters: [{ name: paint, in: path, required: true, style: label, schema: { type: array, items: { type: string } } }]
      responses: { '204': { description: Fine } }
  /tints/{tint}:
    get:
      operationId: tints
      parameters: [{ name: tint, in: path, required: true, style: label, explode: true, schema: { type: array, items: { type: string } } }]
      responses: { '204': { description: Fine } }
  /guests:
    get:
      operationId: guests
      parameters:
        - { name: who, in: query, schema: { type: object, properties: { role: { type: string }, age: { type: integer }, tags: { type: array, items: { type: string } } } } }
        - { name: seat, in: query, explode: false, schema: { type: object, properties: { x: { type: integer }, y: { type: integer } } } }
        - { name: deep, in: query, style: deepObject, schema: { type: object, properties: { tags: { type: array, items: { type: string } }, age: { type: integer, default: 3 } } } }
        - { name: since, in: query, style: deepObject, schema: { anyOf: [{ type: object, properties: { gt: { type: integer } } }, { type: integer }] } }
        - { name: wish, in: query, content: { application/json: { schema: { type: object, required: [dish], properties: { dish: { enum: [soup, cake] }, size: { type: integer } } } } } }
        - { name: quiet, in: query, allowEmptyValue: true, schema: { type: boolean } }
        - { name: id, in: query, schema: { type: integer } }
        - { name: constructor, in: query, schema: { type: integer } }
        - { name: level, in: query, schema: { enum: [1, 2, auto] } }
        - { name: only, in: query, schema: { type: [integer, string], const: 3 } }
        - { name: mark, in: query, schema: { oneOf: [{ type: boolean }, { type: integer }, { type: string, pattern: '^[a-z]{3}$' }] } }
        - { name: maps, in: query, style: deepObject, schema: { type: object, properties: { id: { type: integer } }, additionalProperties: { type: array, items: { type: integer } } } }
      responses: { '204': { description: Fine } }
  /finds:
    get:
      operationId: finds
      parameters:
        - name: filter
          in: querystring
          required: true
          content:
            application/x-www-form-urlencoded:
              schema: { type: object, required: [q], properties: { q: { type: string }, page: { type: integer, default: 1 }, tags: { type: array, items: { type: string } } } }
      responses: { '204': { description: Fine } }
`;

let served: ServedContract;
beforeAll(async () => {
  served = await serveContract(document);
});
afterAll(() => served.close());

async function get(path: string, headers: Record<string, string> = {}): Promise<unknown> {
  served.inputs.length = 0;
  const response = await fetch(`${served.url}${path}`, { headers });
  if (response.status !== 204) return [response.status, ...(await errorsOf(response))];
  return JSON.parse(JSON.stringify(served.inputs[0]));
}

async function errorsOf(response: Response): Promise<string[]> {
  const body: { errors?: { path: string; message: string }[] } = JSON.parse(await response.text());
  return (body.errors ?? []).map(({ path, message }) => `${path} ${message}`);
}

describe('a server reads', () => {
  test.each([
    ['a list in a path', '/shelves/1,2', {}, { path: { rows: [1, 2] }, query: {}, headers: {}, cookies: {} }],
    [
      'lists in a header and a cookie',
      '/shelves/1',
      { 'x-words': 'a, b', cookie: 'visited=1,2' },
      { path: { rows: [1] }, query: {}, headers: { 'x-words': ['a', 'b'] }, cookies: { visited: [1, 2] } },
    ],
    [
      'a list joined by pipes, which are no part of its values',
      '/shelves/1?colours=a%2Cb|c%20d%7Ce',
      {},
      { path: { rows: [1] }, query: { colours: ['a,b', 'c d', 'e'] }, headers: {}, cookies: {} },
    ],
    ['an object in the matrix style', '/points/;x=1;y=2', {}, { path: { point: { x: 1, y: 2 } } }],
    ['a list in the label style', '/paints/.blue,bl%2Cack', {}, { path: { paint: ['blue', 'bl,ack'] } }],
    [
      'an exploded object',
      '/guests?role=admin&age=3&tags=a',
      {},
      { query: { who: { role: 'admin', age: 3, tags: ['a'] } } },
    ],
    ['an object that is joined', '/guests?seat=x,1,y,2', {}, { query: { seat: { x: 1, y: 2 } } }],
    ['one value of a list in a deep object', '/guests?deep[tags]=a', {}, { query: { deep: { tags: ['a'], age: 3 } } }],
    [
      'two of them',
      '/guests?deep[tags]=a&deep%5Btags%5D=b&deep[age]=7',
      {},
      { query: { deep: { tags: ['a', 'b'], age: 7 } } },
    ],
    ['a deep object or a number: the object', '/guests?since[gt]=5', {}, { query: { since: { gt: 5 } } }],
    ['a deep object or a number: the number', '/guests?since=5', {}, { query: { since: 5 } }],
    ['JSON', `/guests?wish=${encodeURIComponent('{"dish":"cake"}')}`, {}, { query: { wish: { dish: 'cake' } } }],
    [
      'the whole query as one form',
      '/finds?q=a+b&tags=x&tags=y',
      {},
      { query: { filter: { q: 'a b', page: 1, tags: ['x', 'y'] } } },
    ],
    ['a parameter without a value', '/guests?quiet', {}, { query: { quiet: '' } }],
    ['a number of an enum without a type', '/guests?level=2&only=3', {}, { query: { level: 2, only: 3 } }],
    ['a text of an enum with numbers', '/guests?level=auto', {}, { query: { level: 'auto' } }],
    ['an integer among other types', '/guests?mark=5', {}, { query: { mark: 5 } }],
    ['a truth among other types', '/guests?mark=true', {}, { query: { mark: true } }],
    ['a text among other types', '/guests?mark=abc', {}, { query: { mark: 'abc' } }],
    [
      'lists under names that are not declared, beside one that is',
      '/guests?maps[id]=1&maps[a]=2&maps[b]=3&maps[b]=4',
      {},
      { query: { maps: { id: 1, a: [2], b: [3, 4] } } },
    ],
    ['a parameter with a name that objects inherit', '/guests?constructor=1', {}, { query: { constructor: 1 } }],
  ])('%s', async (_name, path, headers, input) => {
    expect(await get(path, headers)).toEqual(input);
  });

  test('nothing that is not there', async () => {
    expect(await get('/guests')).toEqual({ query: {} });
    const [input] = served.inputs;
    expect(Reflect.get(Object(Reflect.get(Object(input), 'query')), 'constructor')).toBeUndefined();
  });

  test.each([
    ['a list item of another type', '/shelves/1,x', ['/path/rows/1 must be integer']],
    [
      'JSON that breaks its schema, and coerces nothing',
      `/guests?wish=${encodeURIComponent('{"dish":"red","size":"1"}')}`,
      ['/query/wish/dish must be one of soup, cake', '/query/wish/size must be integer'],
    ],
    ['a number that an enum does not have', '/guests?level=3', ['/query/level must be one of 1, 2, auto']],
    ['a list item under a name of any kind', '/guests?maps[a]=x', ['/query/maps/a/0 must be integer']],
    ['what is no JSON', '/guests?wish={', ['/query/wish is not valid JSON']],
    ['an integer that would become another', '/guests?id=9007199254740993', ['/query/id must be integer']],
    ['such an integer in an object', '/guests?deep[age]=9007199254740993', ['/query/deep/age must be integer']],
    ['a name of no parameter', '/guests?color=red', ['/query/color is not known']],
    [
      'a whole query that breaks its schema',
      '/finds?page=x',
      ['/query/filter/q is required', '/query/filter/page must be integer'],
    ],
  ])('no %s', async (_name, path, errors) => {
    expect(await get(path)).toEqual([400, ...errors]);
  });

  test('what the generated client sends', async () => {
    const inputs: [string, { path?: unknown; query?: unknown; headers?: unknown; cookies?: unknown }][] = [
      [
        'shelves',
        {
          path: { rows: [1, 2] },
          query: { colours: ['a,b', 'é'] },
          headers: { 'x-words': ['a', 'b'] },
          cookies: { visited: [3] },
        },
      ],
      ['points', { path: { point: { x: 1, y: -2 } } }],
      ['finds', { query: { filter: { q: 'a&b', page: 2, tags: ['x'] } } }],
      ['paints', { path: { paint: ['a.b', 'c,d', '/'] } }],
      ['tints', { path: { tint: ['a.b', 'c'] } }],
      [
        'guests',
        {
          query: {
            who: { role: 'a&b', tags: ['x', 'y'] },
            seat: { x: 1, y: 2 },
            deep: { tags: ['a'], age: 4 },
            wish: { dish: 'soup' },
            id: 9007199254740991,
          },
        },
      ],
    ];
    for (const [operation, input] of inputs) {
      served.inputs.length = 0;
      await served.call(operation, input);
      expect(JSON.parse(JSON.stringify(served.inputs[0]))).toEqual(input);
    }
  });
});

test('the types are those of the values', () => {
  expect(
    served.typeErrors(`import type { GuestsInput, ShelvesInput } from './types.ts';
      export const rows = (input: ShelvesInput): number[] => input.path.rows;
      export const dish = (input: GuestsInput): 'soup' | 'cake' | undefined => input.query.wish?.dish;
      export const quiet = (input: GuestsInput): boolean | '' | undefined => input.query.quiet;`),
  ).toEqual([]);
});

const operation = (parameter: string) => `paths:
  /things:
    get:
      operationId: things
      parameters:
        - ${parameter}
      responses: { '204': { description: Fine } }
`;

describe('what cannot travel is refused where it stands, by the linter and by generate', () => {
  test.each([
    [
      'a style of another place',
      '{ name: p, in: query, style: matrix, schema: { type: string } }',
      'The style matrix is for path, not for a query',
    ],
    [
      'a style that there is not',
      '{ name: p, in: query, style: fancy, schema: { type: string } }',
      'The style fancy is not supported',
    ],
    [
      'a list in several cookies',
      '{ name: p, in: cookie, schema: { type: array, items: { type: string } } }',
      'A cookie has one value: write `explode: false`, and its values are joined by commas',
    ],
    [
      'objects in a list',
      '{ name: p, in: query, schema: { type: array, items: { type: object } } }',
      'A list of objects cannot travel in the style form: write `content`',
    ],
    [
      'an object in a joined object',
      '{ name: p, in: query, explode: false, schema: { type: object, properties: { a: { type: object } } } }',
      'a is an object in an object, which cannot travel in the style form',
    ],
    [
      'a value that is XML',
      '{ name: p, in: query, content: { application/xml: {} } }',
      'The value of a parameter is JSON or plain text; application/xml is not supported',
    ],
  ])('%s', async (_name, parameter, message) => {
    expect(await lintContract(operation(parameter))).toEqual([`8:11 not-supported: ${message}`]);
    await expect(generateContract(operation(parameter))).rejects.toThrow(
      `openapi/api.yaml:8:11 not-supported: ${message}`,
    );
  });

  test.each([
    [
      'JSON',
      '{ name: q, in: querystring, content: { application/json: {} } }',
      '8:39',
      'A querystring of application/json is not supported: write application/x-www-form-urlencoded',
    ],
    [
      'a list',
      '{ name: q, in: querystring, content: { application/x-www-form-urlencoded: { schema: { type: array } } } }',
      '8:39',
      'q must be an object, whose properties are the names of the query',
    ],
    [
      'a schema',
      '{ name: q, in: querystring, schema: { type: string } }',
      '8:11',
      'A querystring has one media type, under `content`',
    ],
    [
      'another parameter beside it',
      `{ name: q, in: querystring, content: { application/x-www-form-urlencoded: { schema: { type: object } } } }
        - { name: page, in: query, schema: { type: integer } }`,
      '8:22',
      'The query is taken by q: make page a property of it',
    ],
  ])('a querystring that is %s', async (_name, parameter, place, message) => {
    const contract = operation(parameter).replace(/^/, 'openapi: 3.2.0\ninfo: { title: Api, version: 1.0.0 }\n');
    expect(await lintContract(contract)).toContain(`${place} not-supported: ${message}`);
  });

  test.each([
    [
      'a parameter twice',
      '{ name: p, in: query, schema: { type: string } }\n        - { name: p, in: query, schema: { type: integer } }',
      '9:11 not-supported: The parameter p in query stands twice in this list',
    ],
    [
      'a header twice, in another case',
      '{ name: X-P, in: header, schema: {} }\n        - { name: x-p, in: header, schema: {} }',
      '9:11 not-supported: The parameter x-p in header stands twice in this list',
    ],
    [
      'a reference to what is no parameter',
      "{ $ref: '#/components/schemas/P' }\n      responses: {}\ncomponents: { schemas: { P: { type: string } } }\nx-rest:\n    get:",
      '8:11 not-supported: This is no parameter: it has no `name`, or is `in` nothing',
    ],
  ])('%s', async (_name, parameters, message) => {
    const contract = operation(parameters);
    expect(await lintContract(contract)).toContain(message);
    await expect(generateContract(contract)).rejects.toThrow(message);
  });

  test('a path parameter without `required` is always there all the same, with a word', async () => {
    const contract = operation('{ name: p, in: path, schema: { type: string } }').replace('/things', '/things/{p}');
    expect(await lintContract(contract)).toEqual([
      '8:11 not-checked: A parameter of a path is always there, and read as such: write `required: true`',
    ]);
    const generated = await generateContract(contract);
    expect(generated.text('types.ts')).toMatch(/path: \{\s+p: string;/);
    generated.remove();
  });

  test('headers that the specification ignores are ignored, with a word', async () => {
    const contract = operation(`{ name: Accept, in: header, required: true, schema: { type: string } }`);
    expect(await lintContract(contract)).toEqual([
      '8:11 ignored-header: A header parameter accept is ignored; `content` says it',
    ]);
    const generated = await generateContract(contract);
    expect(generated.text('types.ts')).not.toContain('headers: {');
    generated.remove();
  });
});
