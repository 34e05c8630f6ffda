import { describe, expect, test } from '@jest/globals';
import { asyncapi, common, lintFiles, openapi } from './testing/project.ts';

type Case = [name: string, from: string, to: string, want: string[]];

const services: Case[] = [
  ['no YAML', 'openapi: 3.1.1', 'openapi: [3.1.1', ['2:1 yaml-syntax']],
  [
    'a key twice',
    '      tags: [teas]\n      summary: All',
    '      tags: [teas]\n      tags: [x]\n      summary: All',
    ['10:7 yaml-syntax'],
  ],
  [
    'a property that OpenAPI does not have',
    'summary: All teas',
    'summry: All teas',
    ['7:5 operation-summary', '10:7 openapi-structure'],
  ],
  ['a path parameter that is not declared', '/teas:', '/teas/{id}:', ['12:7 path-parameters', '24:7 path-parameters']],
  [
    'a reference to nothing',
    'schemas/Teas',
    'schemas/Coffees',
    ['16:51 body-example', '16:71 no-unresolved-ref', '33:5 unused-schema'],
  ],
  [
    'a reference to no file',
    "'../common.yaml#/components/responses/Problem' }\n    post",
    "'../uncommon.yaml#/x' }\n    post",
    ['17:9 no-unresolved-ref', '17:9 problem-content-type'],
  ],
  ['nobody to ask', ', contact: { email: kitchen@example.com }', '', ['2:1 contract-contact']],
  ['a contact without an address', 'email: kitchen@', 'name: kitchen@', ['2:96 contract-contact']],
  ['no operationId', '      operationId: listTeas\n', '', ['7:5 operation-id']],
  ['an operationId twice', 'operationId: brewTea', 'operationId: list-teas', ['19:7 operation-id']],
  ['no tag', '      tags: [teas]\n      summary: All', '      summary: All', ['7:5 operation-tag']],
  ['no summary', '      summary: All teas\n', '', ['7:5 operation-summary']],
  ['no security', 'security: [{ cook: [] }]\n', '', ['6:5 operation-security', '17:5 operation-security']],
  [
    'a scheme that there is not',
    'security: [{ cook: [] }]',
    'security: [{ chef: [] }]',
    ['7:5 security-scheme', '18:5 security-scheme'],
  ],
  [
    'no x-gateway',
    '      x-gateway: public\n      parameters:\n',
    '      parameters:\n',
    ['7:5 operation-gateway', '7:5 internal-path'],
  ],
  ['an internal path for everybody', '/teas:', '/internal/teas:', ['11:7 internal-path', '22:7 internal-path']],
  [
    'an internal operation at a public path',
    'x-gateway: public\n      parameters',
    'x-gateway: internal\n      parameters',
    ['11:7 internal-path'],
  ],
  ['a mutation without x-idempotency', '      x-idempotency: required\n', '', ['18:5 idempotency']],
  [
    'a required key without its header',
    '      parameters: [{ name: Idempotency-Key, in: header, required: true, schema: { type: string } }]\n',
    '',
    ['18:5 idempotency'],
  ],
  ['an optional key that is required', 'x-idempotency: required', 'x-idempotency: optional', ['18:5 idempotency']],
  ['a natural mutation with a key', 'x-idempotency: required', 'x-idempotency: natural', ['18:5 idempotency']],
  [
    'a read with x-idempotency',
    'summary: All teas',
    'x-idempotency: natural',
    ['7:5 operation-summary', '10:7 idempotency'],
  ],
  [
    'a mutation that is cached',
    'x-idempotency: required',
    'x-idempotency: required\n      x-cache: { maxAge: 1 }',
    ['24:7 cache-on-reads'],
  ],
  [
    'no default response',
    "Brewed. }\n        default: { $ref: '../common.yaml#/components/responses/Problem' }",
    'Brewed. }',
    ['26:7 default-problem'],
  ],
  [
    'an error that is no problem',
    "'201': { description: Brewed. }",
    "'404': { description: None. }",
    ['27:9 problem-content-type'],
  ],
  ['a range of statuses', "'201': { description: Brewed. }", '2XX: { description: Brewed. }', ['27:9 status-range']],
  [
    'a list without a cursor',
    '        - { name: cursor, in: query, schema: { type: string } }\n',
    '',
    ['7:5 list-paging'],
  ],
  ['a list with an offset', 'name: limit, in: query', 'name: offset, in: query', ['7:5 list-paging', '7:5 no-offset']],
  ['a body without an example', ', example: { name: Assam }', '', ['25:33 body-example']],
  ['an example that is not valid', 'example: { name: Assam }', "example: { name: '' }", ['25:99 example-valid']],
  [
    'an example with a field that nobody knows',
    'example: { name: Assam }',
    'example: { name: Assam, sort: black }',
    ['25:99 example-valid'],
  ],
  [
    'an example of a schema that is not valid',
    'examples: [{ items: [] }]',
    'examples: [{ items: none }]',
    ['33:123 example-valid'],
  ],
  [
    'a secret that does not say that it is one',
    'properties: { name: { type: string, minLength: 1 },',
    'properties: { name: { type: string, minLength: 1 }, password: { type: string },',
    ['32:96 secret-marked'],
  ],
  [
    'a secret that says so, and a name that says that it is none',
    'properties: { name: { type: string, minLength: 1 },',
    'properties: { name: { type: string, minLength: 1 }, password: { type: string, x-secret: true }, teaToken: { type: string, x-secret: false },',
    [],
  ],
  [
    'a code that is said to prove who somebody is',
    'properties: { name: { type: string, minLength: 1 },',
    "properties: { name: { type: string, minLength: 1 }, code: { type: string, description: 'Six digits of the authenticator app' },",
    ['32:96 secret-marked'],
  ],
  [
    'the link of an invitation',
    'properties: { name: { type: string, minLength: 1 },',
    "properties: { name: { type: string, minLength: 1 }, url: { type: string, description: 'Opens the invitation' },",
    ['32:96 secret-marked'],
  ],
  [
    'codes of discounts and countries, which are no secrets',
    'properties: { name: { type: string, minLength: 1 },',
    "properties: { name: { type: string, minLength: 1 }, code: { type: string, description: 'Of a discount' }, countryCode: { type: string }, barcode: { type: string },",
    [],
  ],
  ['an unknown extension', 'x-owner: kitchen', 'x-owner: kitchen, x-chef: me', ['2:96 unknown-extension']],
  ['an extension at the wrong place', 'x-owner: kitchen', 'x-owner: kitchen, x-cache: {}', ['2:96 extension-place']],
  [
    'an extension with a wrong value',
    'x-idempotency: required',
    'x-idempotency: maybe',
    ['18:5 idempotency', '23:7 extension-value'],
  ],
  [
    'a cache with a wrong member',
    'summary: All teas',
    'summary: All teas\n      x-cache: { maxage: 1 }',
    ['11:7 extension-value'],
  ],
  [
    'a tag of a field that there is not',
    'summary: All teas',
    "summary: All teas\n      x-cache: { tags: [teas, 'tea:{items.name}', 'page:{limit}', 'sort:{items.sort}'] }",
    ['11:7 cache-tags'],
  ],
  [
    'a size that is none',
    'x-idempotency: required',
    'x-idempotency: required\n      x-body: { limit: big }',
    ['24:7 extension-value'],
  ],
  [
    'a column that is no field',
    'summary: All teas',
    'summary: All teas\n      x-admin: { resource: teas, columns: [name, origin], filters: [limit] }',
    ['11:34 admin-list'],
  ],
  [
    'a filter that is no parameter',
    'summary: All teas',
    'summary: All teas\n      x-admin: { resource: teas, filters: [sort] }',
    ['11:34 admin-list'],
  ],
  ...[
    ['a label that is no field', '{ resource: teas, key: [name], label: origin }'],
    ['a key that is no field', '{ resource: teas, key: [number] }'],
    ['a search that is no filter', '{ resource: teas, key: [name], search: cursor }'],
    ['an order that the list does not take', '{ resource: teas, key: [name], sort: name }'],
    ['a reference from nowhere', '{ resource: teas, key: [name], references: { origin: teas } }'],
    ['an operation that there is not', '{ resource: teas, key: [name], operations: { get: getTea } }'],
    ['an operation on no record', '{ resource: teas, key: [name], operations: { steep: brewTea } }'],
  ].map(
    ([name = '', extension = '']): Case => [
      name,
      'summary: All teas',
      `summary: All teas\n      x-admin: ${extension}`,
      [`11:${name.startsWith('a key') ? 34 : 47} admin-list`],
    ],
  ),
  [
    'a reference to no resource',
    'summary: All teas',
    'summary: All teas\n      x-admin: { resource: teas, key: [name], references: { name: cups } }',
    ['11:61 admin-resource'],
  ],
  [
    'an admin resource that is no list',
    'summary: Brew a tea',
    'summary: Brew a tea\n      x-admin: { resource: teas }',
    ['22:7 admin-list'],
  ],
  ['a format that nobody checks', 'format: date', 'format: dates', ['32:120 known-format']],
  ['a schema that nobody uses', '  schemas:\n', '  schemas:\n    Cup: { type: string }\n', ['32:5 unused-schema']],
];

const events: Case[] = [
  [
    'an action that AsyncAPI does not have',
    'action: send',
    'action: shout',
    ['10:14 asyncapi-structure', '10:14 not-supported', '10:14 only-sends'],
  ],
  ['a topic of somebody else', 'action: send', 'action: receive', ['10:14 only-sends']],
  ['no compatibility', '    x-compatibility: FULL\n', '', ['4:3 channel-compatibility']],
  ['a compatibility that there is not', 'FULL', 'HALF', ['8:5 extension-value']],
  [
    'roles that are no list',
    'x-compatibility: FULL\n',
    'x-compatibility: FULL\n    x-visible-to: { teas: cook }\n',
    ['9:5 extension-value'],
  ],
  [
    'a message that nobody sends',
    "  publish: { action: send, channel: { $ref: '#/channels/teas' } }",
    '  {}',
    ['6:17 sent-message'],
  ],
  ['an example that is not valid', '{ name: Assam }', '{ name: 1 }', ['13:84 example-valid']],
  ['a schema that nobody uses', '  schemas:\n', '  schemas:\n    Cup: { type: string }\n', ['15:5 unused-schema']],
];

/** The file of a finding is the changed one, unless it says another. */
const inFile = (file: string, want: string[]) => want.map(line => (/^\d/.test(line) ? `${file}:${line}` : line)).sort();

describe('the linter', () => {
  test('has nothing to say of contracts that are in order', async () => {
    expect(await lintFiles({ 'openapi/teas.yaml': openapi, 'asyncapi/teas.yaml': asyncapi })).toEqual([]);
  });

  test.each(services)('finds %s', async (_name, from, to, want) => {
    expect(openapi).toContain(from);
    expect((await lintFiles({ 'openapi/teas.yaml': openapi.replace(from, to) })).sort()).toEqual(
      inFile('openapi/teas.yaml', want),
    );
  });

  test.each(events)('finds in events %s', async (_name, from, to, want) => {
    expect(asyncapi).toContain(from);
    expect((await lintFiles({ 'asyncapi/teas.yaml': asyncapi.replace(from, to) })).sort()).toEqual(
      inFile('asyncapi/teas.yaml', want),
    );
  });

  test('finds what is wrong in a shared file, once', async () => {
    const broken = common
      .replace('{ title: No }', '{ title: 7 }')
      .replace('  schemas:\n', '  schemas:\n    Cup: { type: string }\n');
    const other = openapi.replaceAll('/teas', '/other').replaceAll('Tea', 'Other');
    expect(
      await lintFiles({ 'common.yaml': broken, 'openapi/teas.yaml': openapi, 'openapi/other.yaml': other }),
    ).toEqual(['common.yaml:7:5 unused-schema', 'common.yaml:8:82 example-valid']);
  });

  test('finds two services at one address, whatever the parameter is called', async () => {
    const one = openapi
      .replaceAll('/teas:', '/teas/{tea}:')
      .replaceAll(
        '- { name: cursor',
        '- { name: tea, in: path, required: true, schema: {} }\n        - { name: cursor',
      );
    const get = (text: string, name: string) =>
      `${text.slice(0, text.indexOf('    post:'))}${text.slice(text.indexOf('components:'))}`
        .replaceAll('{tea}', `{${name}}`)
        .replace('name: tea', `name: ${name}`);
    expect(await lintFiles({ 'openapi/teas.yaml': get(one, 'tea'), 'openapi/zoo.yaml': get(one, 'id') })).toEqual([
      'openapi/zoo.yaml:7:5 unique-route',
    ]);
  });

  test('finds two publishers of one topic', async () => {
    expect(await lintFiles({ 'asyncapi/teas.yaml': asyncapi, 'asyncapi/zoo.yaml': asyncapi })).toEqual([
      'asyncapi/zoo.yaml:4:3 one-publisher',
    ]);
  });
});
