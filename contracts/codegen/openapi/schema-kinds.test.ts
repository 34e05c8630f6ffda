import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ServedContract, serveContract } from '../testing/contract.ts';

/** Kinds of schemas that documents of others have: what a server takes, and what the types say. */

const bodies = {
  names: `{ type: object, required: [constructor, $ref, 3d], properties: {
    __proto__: { type: string, maxLength: 3 }, constructor: { type: integer }, toString: { type: string }, hasOwnProperty: { type: boolean },
    $ref: { type: string }, 3d: { type: number }, a-b: { type: string }, example: { type: object, properties: { class: { type: string } } } } }`,
  price: '{ type: object, required: [price], properties: { price: { type: number, multipleOf: 0.01 } } }',
  required: `{ allOf: [{ $ref: '#/components/schemas/Draft' }, { required: [body] }], required: [title] }`,
  places: `{ type: object, required: [first], properties: { first: { $ref: '#/components/schemas/Person/$defs/Name' },
    nick: { $ref: '#/components/schemas/Person/properties/a~1b' }, person: { $ref: '#/components/schemas/Person' }, named: { $ref: '#name' } } }`,
  implicit: `{ oneOf: [{ $ref: '#/components/schemas/cat' }, { $ref: '#/components/schemas/guinea-pig' }], discriminator: { propertyName: petType } }`,
  mapped: `{ oneOf: [{ $ref: '#/components/schemas/cat' }, { $ref: '#/components/schemas/guinea-pig' }],
    discriminator: { propertyName: petType, mapping: { c: cat, feline: '#/components/schemas/cat', g: guinea-pig } } }`,
  numbered: `{ oneOf: [{ $ref: '#/components/schemas/Box' }, { $ref: '#/components/schemas/Bag' }], discriminator: { propertyName: kind, mapping: { '1': Box, '2': Bag } } }`,
  overlapping: `{ oneOf: [{ $ref: '#/components/schemas/Up' }, { $ref: '#/components/schemas/Down' }], discriminator: { propertyName: way } }`,
  bag: '{ type: object, required: [name], properties: { name: { type: string }, at: { type: string } }, additionalProperties: { type: boolean }, patternProperties: { ^x-: { type: number } } }',
  free: '{ type: object }',
  anything:
    '{ type: object, properties: { yes: true, no: false, none: { enum: [] }, odd: { if: { const: 1 } }, big: {} } }',
  beside: `{ $ref: '#/components/schemas/Draft', required: [title], properties: { extra: { type: integer } } }`,
  defaulted: `{ type: object, properties: { order: { $ref: '#/components/schemas/Order' }, size: { allOf: [{ $ref: '#/components/schemas/Size' }] } } }`,
  tagged: `{ oneOf: [{ type: object, required: [type], properties: { type: { const: now }, retries: { type: integer, default: 3 } } },
    { type: object, required: [type], properties: { type: { const: later }, order: { $ref: '#/components/schemas/Order' } } }] }`,
  tried: `{ anyOf: [{ $ref: '#/components/schemas/Retry' }, { type: object, properties: { name: { type: string } } }] }`,
  escaped: `{ type: object, properties: { code: { type: string, pattern: '^[\\_\\@]+$' } } }`,
  conditional: `{ type: object, required: [kind], properties: { kind: { enum: [a, b] } }, if: { properties: { kind: { const: a } } },
    then: { required: [x], properties: { x: { type: integer } } }, dependentSchemas: { kind: { properties: { y: { type: string } } } } }`,
  pair: '{ type: array, prefixItems: [{ type: string }, { type: integer }], items: false, minItems: 1 }',
};

const document = `paths:
${Object.entries(bodies)
  .map(
    ([name, schema]) => `  /${name}:
    post:
      operationId: ${name}
      requestBody: { required: true, content: { application/json: { schema: ${schema.replaceAll(/\s*\n\s*/g, ' ')} } } }
      responses: { '204': { description: Fine } }`,
  )
  .join('\n')}
  /jobs:
    get:
      operationId: jobs
      parameters:
        - { name: order, in: query, schema: { $ref: '#/components/schemas/Order' } }
        - { name: size, in: query, schema: { $ref: '#/components/schemas/Size' } }
      responses: { '204': { description: Fine } }
components:
  schemas:
    Draft: { type: object, properties: { title: { type: string }, body: { type: string } } }
    Person:
      type: object
      properties: { a/b: { type: string, maxLength: 2 } }
      $defs: { Name: { $anchor: name, type: string, minLength: 1 } }
    cat: { type: object, required: [petType], properties: { petType: { type: string }, lives: { type: integer } } }
    guinea-pig: { type: object, required: [petType], properties: { petType: { type: string }, name: { type: string } } }
    Box: { type: object, required: [kind], properties: { kind: { type: integer }, depth: { type: integer } } }
    Bag: { type: object, required: [kind], properties: { kind: { type: integer }, strap: { type: boolean } } }
    Up: { type: object, required: [way], properties: { way: { enum: [up, both] }, steps: { type: integer } } }
    Down: { type: object, required: [way], properties: { way: { enum: [down, both] }, lift: { type: boolean } } }
    Order: { type: string, enum: [asc, desc], default: asc }
    Size: { type: integer, maximum: 100, default: 20 }
    Retry: { type: object, required: [retry], properties: { retry: { type: boolean }, times: { type: integer, default: 2 } } }
`;

let served: ServedContract;
beforeAll(async () => {
  served = await serveContract(document);
});
afterAll(() => served.close());

/** What the handler of an operation gets for a body, or the status and errors. */
async function post(operation: string, body: string): Promise<unknown> {
  served.inputs.length = 0;
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${served.url}/${operation}`, { method: 'POST', headers, body });
  const text = await response.text();
  if (response.status === 204) return Reflect.get(Object(served.inputs[0]), 'body');
  const problem: { errors?: { path: string; message: string }[] } = JSON.parse(text);
  return `${response.status} ${(problem.errors ?? []).map(({ path, message }) => `${path} ${message}`).join(', ')}`;
}

describe('accepted', () => {
  const accepted: [keyof typeof bodies, string, unknown?][] = [
    ['names', '{"constructor":1,"$ref":"x","3d":1,"toString":"x","hasOwnProperty":true,"example":{"class":"x"}}'],
    ['names', '{"constructor":1,"$ref":"x","3d":1,"__proto__":"abc"}'],
    ...['143.48', '1.11', '0.07', '0', '-19.99', '1e22'].map((price): [keyof typeof bodies, string] => [
      'price',
      `{"price":${price}}`,
    ]),
    ['required', '{"title":"a","body":"b"}'],
    ['places', '{"first":"x","nick":"ab","person":{"a/b":"c"},"named":"y"}'],
    ['implicit', '{"petType":"cat","lives":9}'],
    ['implicit', '{"petType":"guinea-pig","name":"x"}'],
    ['mapped', '{"petType":"feline","lives":9}'],
    ['numbered', '{"kind":2,"strap":true}'],
    ['overlapping', '{"way":"down","lift":true}'],
    ['bag', '{"name":"x","debug":true,"x-a":1}'],
    ['free', '{"a":[1]}'],
    ['anything', '{"yes":[1],"odd":2,"big":9007199254740992}'],
    ['beside', '{"title":"a","extra":1}'],
    ['defaulted', '{}', { order: 'asc', size: 20 }],
    ['tagged', '{"type":"now"}', { type: 'now', retries: 3 }],
    ['tagged', '{"type":"later"}', { type: 'later', order: 'asc' }],
    ['tried', '{"name":"x"}', { name: 'x' }],
    ['escaped', '{"code":"_@"}'],
    ['pair', '["a",1]'],
  ];
  test.each(accepted.map(([operation, body, want]) => [operation, body, want ?? JSON.parse(body)] as const))(
    '%s %s',
    async (operation, body, want) => {
      expect(JSON.stringify(await post(operation, body))).toBe(JSON.stringify(want));
    },
  );
});

describe('refused', () => {
  const refused: [keyof typeof bodies, string, string][] = [
    ['names', '{"$ref":"x","3d":1}', '400 /body/constructor is required'],
    [
      'names',
      '{"constructor":1,"$ref":"x","3d":1,"__proto__":"abcd"}',
      '400 /body/__proto__ must NOT have more than 3 characters',
    ],
    ['names', '{"constructor":1,"$ref":2,"3d":1}', '400 /body/$ref must be string'],
    ['free', '{"__proto__":1}', '400 /body/__proto__ is not known'],
    ['price', '{"price":1.005}', '400 /body/price must be multiple of 0.01'],
    ['price', '{"price":0.010000000001}', '400 /body/price must be multiple of 0.01'],
    ['required', '{}', '400 /body/body is required, /body/title is required'],
    [
      'places',
      '{"first":"","nick":"abc","named":""}',
      '400 /body/first must NOT have fewer than 1 characters, /body/nick must NOT have more than 2 characters, /body/named must NOT have fewer than 1 characters',
    ],
    ['implicit', '{"petType":"Cat"}', '400 /body/petType is none of the known values'],
    ['mapped', '{"petType":"cat"}', '400 /body/petType is none of the known values'],
    ['implicit', '5', '400 /body must be object'],
    ['overlapping', '{"way":"both"}', '400 /body must match exactly one schema in oneOf'],
    ['bag', '{"name":"x","debug":"x"}', '400 /body/debug must be boolean'],
    ['bag', '{"name":"x","x-a":true}', '400 /body/x-a must be number'],
    ['anything', '{"no":1}', '400 /body/no boolean schema is false'],
    ['anything', '{"none":1}', '400 /body/none boolean schema is false'],
    [
      'anything',
      '{"big":{"id":9007199254740993}}',
      '400 /body holds 9007199254740993, an integer that no number can hold',
    ],
    ['beside', '{"extra":1}', '400 /body/title is required'],
    ['pair', '["a",1,2]', '400 /body must NOT have more than 2 items'],
  ];
  test.each(refused)('%s %s', async (operation, body, problem) => {
    expect(await post(operation, body)).toBe(problem);
  });
});

test('a parameter whose default is behind a reference always has a value', async () => {
  served.inputs.length = 0;
  await fetch(`${served.url}/jobs`);
  expect(JSON.parse(JSON.stringify(served.inputs[0]))).toEqual({ query: { order: 'asc', size: 20 } });
});

test('the types say so', () => {
  expect(
    served.typeErrors(`import type { AnythingInput, BagInput, ConditionalInput, FreeInput, ImplicitInput, JobsInput, MappedInput, NamesInput, NumberedInput, PairInput, PlacesInput, RequiredInput } from './types.ts';
      export const bag: BagInput = { body: { name: 'x', debug: true, 'x-a': 1 } };
      export const free: FreeInput = { body: { a: 1 } };
      export const title = ({ body }: RequiredInput): string => body.title + body.body;
      export const order = ({ query }: JobsInput): 'asc' | 'desc' => query.order;
      export const size = ({ query }: JobsInput): number => query.size;
      export const lives = ({ body }: ImplicitInput): number | undefined => (body.petType === 'cat' ? body.lives : undefined);
      export const name = ({ body }: MappedInput): string | undefined => (body.petType === 'g' ? body.name : undefined);
      export const strap = ({ body }: NumberedInput): boolean | undefined => (body.kind === 2 ? body.strap : undefined);
      export const names = ({ body }: NamesInput): [number, string, string | undefined] => [body.constructor, body.$ref, body.example?.class];
      export const proto: NamesInput['body']['__proto__'] = 'x';
      export const first = ({ body }: PlacesInput): string => body.first + (body.person?.['a/b'] ?? '');
      export const conditional: ConditionalInput = { body: { kind: 'a', x: 1, y: 'z' } };
      export const pair: PairInput = { body: ['a'] };
      // @ts-expect-error no value of it
      export const no: AnythingInput = { body: { no: 1 } };
      // @ts-expect-error the component is called cat
      export const wrong: ImplicitInput = { body: { petType: 'Cat' } };`),
  ).toEqual([]);
});
