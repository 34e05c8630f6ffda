import { describe, expect, test } from '@jest/globals';
import { api, changed, changesOf, exchange } from './testing/contracts.ts';

const answers = `responses: { '200': { description: Done. } }`;
const parameter = (text: string): string => api(`{ parameters: [{ name: limit, in: query, ${text} }], ${answers} }`);
const order = (properties: string, rest = ''): string => `{ type: object, properties: { ${properties} }, ${rest} }`;

describe('operations', () => {
  const paths = (text: string): string => `openapi: 3.1.0\ninfo: { title: Shop, version: 1.0.0 }\npaths: { ${text} }\n`;
  test.each([
    [
      'removed',
      `/a: { get: { ${answers} } }`,
      `/b: { post: { ${answers} } }`,
      ['breaking operation-removed', 'addition operation-added'],
    ],
    [
      'removed before its sunset',
      `/a: { get: { deprecated: true, x-sunset: '2027-01-01', ${answers} } }`,
      '',
      ['breaking operation-removed-before-sunset'],
    ],
    [
      'removed after its sunset',
      `/a: { get: { deprecated: true, x-sunset: '2026-01-01', ${answers} } }`,
      '',
      ['info operation-removed-after-deprecation'],
    ],
    ['parameters of a path renamed', `'/a/{id}': { get: { ${answers} } }`, `'/a/{key}': { get: { ${answers} } }`, []],
    [
      'operationId changed',
      `/a: { get: { operationId: one, ${answers} } }`,
      `/a: { get: { operationId: two, ${answers} } }`,
      ['warning operation-id-changed'],
    ],
    [
      'deprecated',
      `/a: { get: { ${answers} } }`,
      `/a: { get: { deprecated: true, ${answers} } }`,
      ['info operation-deprecated'],
    ],
    [
      'sunset moved earlier',
      `/a: { get: { deprecated: true, x-sunset: '2027-06-01', ${answers} } }`,
      `/a: { get: { deprecated: true, x-sunset: '2027-01-01', ${answers} } }`,
      ['warning operation-sunset-moved-earlier'],
    ],
  ])('%s', (_name, before, after, expected) => {
    expect(changed(paths(before), paths(after))).toEqual(expected);
  });
});

describe('parameters', () => {
  test.each([
    [
      'became required',
      'schema: { type: integer }',
      'required: true, schema: { type: integer }',
      ['breaking request-parameter-became-required'],
    ],
    [
      'became optional',
      'required: true, schema: { type: integer }',
      'schema: { type: integer }',
      ['addition request-parameter-became-optional'],
    ],
    [
      'a default changed',
      'schema: { type: integer, default: 10 }',
      'schema: { type: integer, default: 20 }',
      ['breaking request-parameter-default-value-changed'],
    ],
    [
      'a wider bound',
      'schema: { type: integer, maximum: 10 }',
      'schema: { type: integer, maximum: 20 }',
      ['addition request-parameter-max-increased'],
    ],
    [
      'a narrower bound',
      'schema: { type: integer, maximum: 20 }',
      'schema: { type: integer, maximum: 10 }',
      ['breaking request-parameter-max-decreased'],
    ],
    [
      'another type',
      'schema: { type: integer }',
      'schema: { type: boolean }',
      ['breaking request-parameter-type-changed'],
    ],
    [
      'a pattern of the same texts',
      `schema: { type: string, pattern: '^ab?$' }`,
      `schema: { type: string, pattern: '^(a|ab)$' }`,
      ['info request-parameter-pattern-changed'],
    ],
    [
      'a pattern that nothing tells apart',
      `schema: { type: string, pattern: '^ab?$' }`,
      `schema: { type: string, pattern: '^(?=a)(a|ab)$' }`,
      ['warning request-parameter-pattern-changed'],
    ],
    [
      'written otherwise',
      'schema: { type: array }',
      'explode: false, schema: { type: array }',
      ['warning request-parameter-explode-changed'],
    ],
    [
      'any text for a number, which is text there',
      'schema: { type: integer, maximum: 9 }',
      'schema: { type: string }',
      ['addition request-parameter-type-generalized'],
    ],
    [
      'limited text for a number',
      'schema: { type: integer }',
      'schema: { type: string, maxLength: 3 }',
      ['breaking request-parameter-type-changed', 'breaking request-parameter-max-length-set'],
    ],
    [
      'written in JSON',
      'schema: { type: string }',
      'content: { application/json: { schema: { type: string } } }',
      ['breaking request-parameter-media-type-changed'],
    ],
    [
      'written in JSON as before, with a style that says nothing there',
      'content: { application/json: { schema: { type: array } } }',
      'explode: false, content: { application/json: { schema: { type: array } } }',
      [],
    ],
    ['said what was the default', 'schema: { type: array }', 'style: form, explode: true, schema: { type: array }', []],
  ])('%s', (_name, before, after, expected) => {
    expect(changed(parameter(before), parameter(after))).toEqual(expected);
  });

  test('added and removed', () => {
    const none = api(`{ ${answers} }`);
    expect(changed(none, parameter('schema: {}'))).toEqual(['addition new-optional-request-parameter']);
    expect(changed(none, parameter('required: true, schema: {}'))).toEqual(['breaking new-required-request-parameter']);
    expect(changed(parameter('schema: {}'), none)).toEqual(['warning request-parameter-removed']);
  });

  test('of a path item count as those of its operations', () => {
    const shared = (text: string): string =>
      `openapi: 3.1.0\ninfo: { title: A, version: 1.0.0 }\npaths: { /a: { parameters: [${text}], get: { ${answers} } } }\n`;
    const required = '{ name: x, in: header, required: true, schema: { type: string } }';
    expect(changed(shared(''), shared(required))).toEqual(['breaking new-required-request-parameter']);
  });
});

describe('bodies, by who sends and who reads', () => {
  const one = order('a: { type: string }');
  const table: [name: string, before: string, after: string, request: string[], response: string[]][] = [
    [
      'optional property added',
      one,
      order('a: { type: string }, b: { type: string }'),
      ['addition new-optional-request-property'],
      ['addition new-optional-response-property'],
    ],
    [
      'required property added',
      one,
      order('a: { type: string }, b: { type: string }', 'required: [b]'),
      ['breaking new-required-request-property'],
      ['addition new-required-response-property'],
    ],
    [
      'optional property removed',
      order('a: { type: string }, b: { type: string }'),
      one,
      ['warning request-optional-property-removed'],
      ['warning response-optional-property-removed'],
    ],
    [
      'required property removed',
      order('a: { type: string }, b: { type: string }', 'required: [b]'),
      one,
      ['warning request-required-property-removed'],
      ['breaking response-required-property-removed'],
    ],
    [
      'became required',
      one,
      order('a: { type: string }', 'required: [a]'),
      ['breaking request-property-became-required'],
      ['info response-property-became-required'],
    ],
    [
      'became optional',
      order('a: { type: string }', 'required: [a]'),
      one,
      ['addition request-property-became-optional'],
      ['breaking response-property-became-optional'],
    ],
    [
      'value removed',
      order('a: { enum: [x, y] }'),
      order('a: { enum: [x] }'),
      ['breaking request-property-enum-value-removed'],
      ['info response-property-enum-value-removed'],
    ],
    [
      'value added',
      order('a: { enum: [x] }'),
      order('a: { enum: [x, y] }'),
      ['addition request-property-enum-value-added'],
      ['warning response-property-enum-value-added'],
    ],
    [
      'became nullable',
      one,
      order('a: { type: [string, "null"] }'),
      ['addition request-property-became-nullable'],
      ['breaking response-property-became-nullable'],
    ],
    [
      'longer',
      order('a: { type: string, maxLength: 5 }'),
      order('a: { type: string, maxLength: 9 }'),
      ['addition request-property-max-length-increased'],
      ['breaking response-property-max-length-increased'],
    ],
    [
      'closed',
      one,
      order('a: { type: string }', 'additionalProperties: false'),
      ['info request-additional-properties-changed'].map(id => id.replace('request-', 'request-body-')),
      ['info response-body-additional-properties-changed'],
    ],
    [
      'read-only property required',
      one,
      order('a: { type: string }, b: { type: string, readOnly: true }', 'required: [b]'),
      ['addition new-required-request-property'],
      ['addition new-required-response-property'],
    ],
    [
      'wrapped in allOf',
      one,
      `{ allOf: [${one}] }`,
      ['info request-body-all-of-added'],
      ['info response-body-all-of-added'],
    ],
  ];
  test.each(table)('%s', (_name, before, after, request, response) => {
    expect(changed(exchange(before, '{}'), exchange(after, '{}'))).toEqual(expect.arrayContaining(request));
    expect(changed(exchange('{}', before), exchange('{}', after))).toEqual(expect.arrayContaining(response));
    const breaks = (list: string[]): boolean => list.some(text => text.startsWith('breaking'));
    expect(breaks(changed(exchange(before, '{}'), exchange(after, '{}')))).toBe(breaks(request));
    expect(breaks(changed(exchange('{}', before), exchange('{}', after)))).toBe(breaks(response));
  });

  test('what says the same in other words asks for nothing', () => {
    const wrapped = `{ allOf: [${one}] }`;
    for (const [before, after] of [
      [exchange(one, '{}'), exchange(wrapped, '{}')],
      [exchange('{}', one), exchange('{}', wrapped)],
      [exchange(wrapped, '{}'), exchange(one, '{}')],
      [exchange('{}', wrapped), exchange('{}', one)],
    ] as const)
      expect(changed(before, after).filter(text => !text.startsWith('info'))).toEqual([]);
  });

  test('a branch that overlaps another one of a oneOf is breaking, with an instance that shows it', () => {
    const before = `{ oneOf: [{ type: object, required: [a], properties: { a: { type: string } } }] }`;
    const after = `{ oneOf: [{ type: object, required: [a], properties: { a: { type: string } } }, { type: object }] }`;
    const [first] = changesOf(exchange(before, '{}'), exchange(after, '{}'));
    expect(first).toMatchObject({ severity: 'breaking', id: 'request-body-one-of-added', counterexample: { a: 'a' } });
  });

  test('media types, bodies and statuses', () => {
    const body = (text: string): string => api(`{ requestBody: { ${text} }, ${answers} }`);
    const json = 'content: { application/json: {} }';
    expect(changed(body(json), body('content: { application/xml: {} }'))).toEqual([
      'breaking request-body-media-type-removed',
      'addition request-body-media-type-added',
    ]);
    expect(changed(body(json), body(`required: true, ${json}`))).toEqual(['breaking request-body-became-required']);
    expect(changed(body(json), api(`{ ${answers} }`))).toEqual(['breaking request-body-removed']);
    expect(changed(api(`{ ${answers} }`), body(`required: true, ${json}`))).toEqual([
      'breaking request-body-added-required',
    ]);
    const status = (text: string): string => api(`{ responses: { ${text} } }`);
    expect(changed(status(`'200': {}, '404': {}`), status(`'201': {}`))).toEqual([
      'breaking response-success-status-removed',
      'addition response-success-status-added',
      'info response-non-success-status-removed',
    ]);
  });

  test('headers of answers', () => {
    const header = (text: string): string => api(`{ responses: { '200': { headers: { ${text} } } } }`);
    expect(changed(header('X-A: { required: true, schema: { type: string } }'), header(''))).toEqual([
      'breaking required-response-header-removed',
    ]);
    expect(changed(header('X-A: { schema: { type: string } }'), header(''))).toEqual([
      'warning optional-response-header-removed',
    ]);
    expect(changed(header('X-A: { schema: { type: string } }'), header('x-a: { schema: { type: integer } }'))).toEqual([
      'breaking response-header-type-changed',
    ]);
  });

  test('what stands beside a reference, in one version alone', () => {
    const image = (beside: string, required = 'url'): string => `openapi: 3.1.0
info: { title: A, version: 1.0.0 }
paths: { /a: { get: { responses: { '200': { content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } } } } } }
components:
  schemas:
    A: { type: object, properties: { image: { $ref: '#/components/schemas/Image'${beside} } } }
    Image: { type: object, required: [${required}], properties: { url: { type: string }, alt: { type: string } } }
`;
    expect(changed(image(''), image(', description: The picture.'))).toEqual([]);
    expect(changed(image(', description: The picture.'), image(''))).toEqual([]);
    expect(changed(image(''), image(', deprecated: true'))).toEqual(['info response-property-deprecated']);
    expect(changed(image(', required: [alt]'), image(''))).toEqual(['breaking response-property-became-optional']);
    expect(changed(image(', description: The picture.'), image('', 'alt'))).toEqual([
      'breaking response-property-became-optional',
      'info response-property-became-required',
    ]);
  });

  test('a component that is renamed, and one that is used by many operations', () => {
    const use = (name: string, schema: string): string => `openapi: 3.1.0
info: { title: A, version: 1.0.0 }
paths:
  /a: { get: { responses: { '200': { content: { application/json: { schema: { $ref: '#/components/schemas/${name}' } } } } } } }
  /b: { get: { responses: { '200': { content: { application/json: { schema: { $ref: '#/components/schemas/${name}' } } } } } } }
components: { schemas: { ${name}: ${schema} } }
`;
    expect(changed(use('One', '{ type: string }'), use('Two', '{ type: string }'))).toEqual([]);
    const [only, ...others] = changesOf(use('One', '{ type: string }'), use('One', '{ type: integer }'));
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      id: 'response-body-type-changed',
      at: ['GET /a', 'GET /b'],
      before: { line: 6, pointer: '/components/schemas/One/type' },
      hits: ['clients that read'],
    });
  });
});

describe('what stands around operations', () => {
  const secured = (requirement: string): string =>
    api(
      `{ security: ${requirement}, ${answers} }`,
      'components: { securitySchemes: { key: { type: apiKey, in: header, name: X-Key }, session: { type: http, scheme: bearer } } }',
    );
  test.each([
    ['another scheme needed', '[{ key: [] }]', '[{ key: [], session: [] }]', ['breaking security-requirement-removed']],
    [
      'another scheme is enough',
      '[{ key: [] }]',
      '[{ key: [] }, { session: [] }]',
      ['addition security-requirement-added'],
    ],
    ['a scope more', '[{ session: [read] }]', '[{ session: [read, write] }]', ['breaking security-scope-added']],
    ['a scope less', '[{ session: [read, write] }]', '[{ session: [read] }]', ['addition security-requirement-added']],
    ['open', '[{ key: [] }]', '[]', ['addition security-requirement-added']],
  ])('security: %s', (_name, before, after, expected) => {
    expect(changed(secured(before), secured(after))).toEqual(expected);
  });

  test('a security scheme of another name is the same, as long as nothing else of it changes', () => {
    const other = secured('[{ token: [] }]');
    const named = (header: string): string => other.replace('key: { type', 'token: { type').replace('X-Key', header);
    expect(changed(secured('[{ key: [] }]'), named('X-Key'))).toEqual(['info security-scheme-renamed']);
    expect(changed(secured('[{ key: [] }]'), named('X-Token'))).toContain('breaking security-requirement-removed');
  });

  test.each([
    ['x-idempotency: optional', 'x-idempotency: required', ['breaking x-idempotency-changed']],
    ['x-idempotency: required', 'x-idempotency: optional', ['info x-idempotency-changed']],
    ['x-max-authentication-age: 900', 'x-max-authentication-age: 300', ['warning x-max-authentication-age-changed']],
    ['x-max-authentication-age: 300', 'x-max-authentication-age: 900', ['info x-max-authentication-age-changed']],
    ['x-gateway: public', 'x-gateway: internal', ['breaking x-gateway-changed']],
    ['x-body: { limit: 2mb }', 'x-body: { limit: 1mb }', ['breaking x-body-changed']],
    ['x-cache: { maxAge: 1 }', 'x-cache: { maxAge: 2 }', ['info x-cache-changed']],
  ])('extensions of ours: %s → %s', (before, after, expected) => {
    expect(changed(api(`{ ${before}, ${answers} }`), api(`{ ${after}, ${answers} }`))).toEqual(expected);
  });

  test('servers, webhooks and callbacks', () => {
    const server = (url: string): string => api(`{ ${answers} }`, `servers: [{ url: '${url}' }]`);
    expect(changed(server('https://a.example'), server('https://b.example'))).toEqual([
      'warning server-removed',
      'addition server-added',
    ]);
    const hook = (schema: string): string => `openapi: 3.1.0
info: { title: A, version: 1.0.0 }
webhooks: { paid: { post: { requestBody: { content: { application/json: { schema: ${schema} } } } } } }
`;
    // What a webhook carries is read by clients.
    expect(changed(hook('{ type: integer }'), hook('{ type: number }'))).toEqual([
      'breaking request-body-type-generalized',
    ]);
    expect(changed(hook('{ type: number }'), hook('{ type: integer }'))).toEqual([
      'info request-body-type-specialized',
    ]);
    const callback = (text: string): string => api(`{ callbacks: { ${text} }, ${answers} }`);
    expect(changed(callback(`done: { '{$url}': { post: {} } }`), callback(''))).toEqual(['breaking callback-removed']);
  });

  test('discriminators', () => {
    const union = (rest: string): string => `{ type: object, discriminator: { ${rest} } }`;
    const before = union('propertyName: kind');
    const after = union('propertyName: type');
    expect(changed(exchange('{}', before), exchange('{}', after))).toEqual([
      'breaking response-body-discriminator-property-name-changed',
    ]);
  });

  test('examples and descriptions change nothing', () => {
    const announced = (text: string): string =>
      exchange(`{ type: string, description: ${text}, examples: [${text}] }`, '{}');
    expect(changed(announced('one'), announced('two'))).toEqual([]);
  });
});
