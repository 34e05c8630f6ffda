import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { camelCase, pascalCase, TypeNames } from './names.ts';
import { lintContract, type ServedContract, serveContract } from './testing/contract.ts';

describe('a name in code', () => {
  test.each([
    ['list-orders', 'ListOrders', 'listOrders'],
    ['größe_ändern', 'GrößeÄndern', 'größeÄndern'],
    ['注文 一覧', '注文一覧', '注文一覧'],
    ['3d model', '_3dModel', '_3dModel'],
    ['ßtraße', 'ßtraße', 'ßtraße'],
    ['e\u0301tat', 'État', 'état'],
    ['***', '', ''],
  ])('of %s', (text, pascal, camel) => {
    expect([pascalCase(text), camelCase(text)]).toEqual([pascal, camel]);
  });

  test('is given once', () => {
    const names = new TypeNames();
    expect(['Order', 'order', 'Order', 'Promise'].map(name => names.take(name))).toEqual([
      'Order',
      'Order2',
      'Order3',
      'PromiseSchema',
    ]);
  });

  test('stays as it is written, also after one that becomes the same', () => {
    const names = new TypeNames().takeAll(['user-id', 'userId', 'UserId', 'Promise']);
    expect([...names.entries()]).toEqual([
      ['user-id', 'UserId2'],
      ['userId', 'UserId3'],
      ['UserId', 'UserId'],
      ['Promise', 'PromiseSchema'],
    ]);
  });
});

const done = `responses: { '204': { description: Done. } }`;
const odd = ['delete', 'constructor', 'toString', '注文する', '3d-model', 'default', 'await'];

let served: ServedContract;
beforeAll(async () => {
  served = await serveContract(
    `paths:\n${odd.map((id, index) => `  /p${index}: { get: { operationId: '${id}', ${done} } }\n`).join('')}`,
  );
});
afterAll(() => served.close());

test.each(odd)('an operation called %s is served and called', async id => {
  expect(await served.call(camelCase(id))).toMatchObject({ status: 204 });
});

test.each<[name: string, first: string, second: string, want: string]>([
  ['the same', 'operationId: a', 'operationId: a', '5:16 operation-id: operationId a is also that of GET /a'],
  [
    'the same in code',
    'operationId: a-b',
    'operationId: aB',
    '5:16 operation-id: operationId aB is also that of GET /a',
  ],
  [
    'nothing in code',
    'operationId: a',
    "operationId: '!'",
    '5:16 not-supported: An operationId needs a letter or a digit: code is named after it',
  ],
  [
    'a promise',
    'operationId: a',
    'operationId: then',
    '5:16 not-supported: The operationId then would break the client: rename it',
  ],
])('operations whose name is %s are refused', async (_name, first, second, want) => {
  const text = `paths:\n  /a: { get: { ${first}, ${done} } }\n  /b: { get: { ${second}, ${done} } }\n`;
  expect(await lintContract(text)).toContain(want);
});
