import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../document/json.ts';
import { type ServedContract, serveContract } from '../testing/contract.ts';
import { shareSchemas } from './shared-schemas.ts';

const address = {
  type: 'object',
  required: ['city'],
  properties: {
    city: { type: 'string', minLength: 1, maxLength: 40 },
    zip: { type: 'string', pattern: '^[0-9]+$', minLength: 4, maxLength: 5 },
    floor: { type: 'integer', minimum: 0 },
  },
};

describe('equal schemas', () => {
  const holder = { type: 'object', properties: { home: address, work: { ...address, default: { city: 'Oslo' } } } };

  test('are one, referred to by all, and keep their defaults where they are', () => {
    const { schemas, shared } = shareSchemas(new Map([['person', holder]]), new Map());
    expect([...shared.values()]).toEqual([address]);
    const [name] = shared.keys();
    expect(schemas.get('person')).toEqual({
      type: 'object',
      properties: { home: { $ref: name }, work: { $ref: name, default: { city: 'Oslo' } } },
    });
  });

  test('of whole values are found, so that they have one check', () => {
    const { firstEqual } = shareSchemas(
      new Map<string, typeof holder | boolean>([
        ['a', holder],
        ['b', true],
        ['c', structuredClone(holder)],
      ]),
      new Map(),
    );
    expect(['a', 'b', 'c'].map(firstEqual)).toEqual(['a', 'b', 'a']);
  });

  test('that are small, that stand once, or that are parts of one value stay where they are', () => {
    const lone = { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' }, home: address } };
    const whole = { allOf: [address, address], unevaluatedProperties: false };
    const schemas = new Map<string, JsonObject>([
      ['lone', lone],
      ['whole', whole],
    ]);
    expect(shareSchemas(schemas, new Map())).toMatchObject({ schemas, shared: new Map() });
  });
});

test('schemas whose members have other defaults are others', () => {
  const from = (floor: number) => ({
    ...address,
    properties: { ...address.properties, floor: { ...address.properties.floor, default: floor } },
  });
  const holder = { type: 'object', properties: { home: from(1), work: from(2), other: from(2) } };
  const { schemas, shared } = shareSchemas(new Map([['person', holder]]), new Map());
  const [name] = shared.keys();
  expect([...shared.values()]).toEqual([from(2)]);
  expect(schemas.get('person')).toEqual({
    type: 'object',
    properties: { home: from(1), work: { $ref: name }, other: { $ref: name } },
  });
});

const form = (
  extra: string,
) => `{ type: object, required: [home], properties: { ${extra}, home: { type: object, required: [city], properties: {
            city: { type: string, minLength: 1, maxLength: 40 }, zip: { type: string, pattern: '^[0-9]+$', maxLength: 9 }, floor: { type: integer, minimum: 0, maximum: 99, default: 2 } } } } }`;
const document = `paths:
  /people:
    post:
      operationId: addPerson
      requestBody: { required: true, content: { application/json: { schema: ${form('name: { type: string }')} } } }
      responses: { '204': { description: Fine } }
  /shops:
    post:
      operationId: addShop
      requestBody: { required: true, content: { application/json: { schema: ${form('sign: { type: string }')} } } }
      responses: { '204': { description: Fine } }
`;

let served: ServedContract;
beforeAll(async () => {
  served = await serveContract(document);
});
afterAll(() => served.close());

test('a shared check closes objects, fills in defaults and says where a fault is', async () => {
  expect(served.text('validators/requests.js').match(/^function is_/gm)).toHaveLength(3);
  for (const operation of ['addPerson', 'addShop']) {
    await served.call(operation, { body: { home: { city: 'Oslo' } } });
    expect(served.inputs.at(-1)).toEqual({ body: { home: { city: 'Oslo', floor: 2 } } });
    await expect(served.call(operation, { body: { home: { city: '', zip: 'x', street: 'y' } } })).rejects.toMatchObject(
      {
        errors: [
          { path: '/body/home/street', message: 'is not known' },
          { path: '/body/home/city', message: 'must NOT have fewer than 1 characters' },
          { path: '/body/home/zip', message: 'must match pattern "^[0-9]+$"' },
        ],
      },
    );
  }
});
