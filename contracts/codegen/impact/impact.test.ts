import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Project } from '../config.ts';
import { findPactGaps } from './pacts-command.ts';
import { markdownReport } from './report/markdown.ts';
import { textReport } from './report/text.ts';
import { impactOf, placesOf, shop } from './testing/shop.ts';

let project: Project;
beforeAll(async () => {
  project = await shop();
});

const pact = 'breaks pact storefront-orders: for an order';
const page = 'storefront/app/orders/[id]/page.ts';

describe('a change of the contracts is reported where it', () => {
  test.each<[name: string, from: string, to: string, places: string[]]>([
    [
      'breaks the page, and is lost by the screen that names it in a text and by the console',
      '        note: { type: string }\n',
      '',
      ['loses admin/screens/orders/OrderForm.tsx:5', 'loses generated/admin/orders.ts:23', `breaks ${page}:7`],
    ],
    [
      'breaks who reads a field of an answer, who writes it, and the pact',
      'required: [id, number, status, total]\n      properties:\n        id: { type: string }\n        number:',
      'required: [id, code, status, total]\n      properties:\n        id: { type: string }\n        code:',
      [
        'breaks services/orders/http.ts:3',
        'breaks services/orders/rows.ts:4',
        'breaks services/shop/buy.ts:5',
        'loses generated/admin/orders.ts:16',
        'loses generated/admin/orders.ts:22',
        'loses services/orders/rows.ts:4',
        pact,
      ],
    ],
    [
      'breaks who passes a field on to a type of its own',
      'required: [amount], properties: { amount:',
      'required: [cents], properties: { cents:',
      [
        'breaks services/orders/http.ts:3',
        'breaks services/orders/rows.ts:4',
        `breaks ${page}:7`,
        pact,
        'loses services/orders/http.ts:3',
        'loses services/orders/rows.ts:4',
      ],
    ],
    [
      'breaks who reads a field that may be missing',
      'required: [id, number, status, total]',
      'required: [id, status, total]',
      ['breaks services/shop/buy.ts:5', pact],
    ],
    [
      'breaks nobody: a field that may be missing where nobody minds',
      'required: [id, number, status, total]',
      'required: [number, status, total]',
      ['breaks admin/screens/orders/OrderForm.tsx:4'],
    ],
    [
      'breaks who does not send what is required now',
      'required: [sku]',
      'required: [sku, gift]',
      ['breaks services/shop/buy.ts:4'],
    ],
    [
      'breaks who lacks a field that is new, where each has to be named',
      'required: [sku], properties: { sku:',
      'required: [sku, note], properties: { note: { type: string }, sku:',
      ['breaks services/orders/every.ts:4', 'breaks services/shop/buy.ts:4'],
    ],
    [
      'breaks who passes on what may be missing, by a variable and to names of any kind',
      'required: [orderId, number, email]',
      'required: [orderId, number]',
      ['breaks services/mail/parcels.ts:4', 'breaks services/mail/parcels.ts:8'],
    ],
    [
      'breaks a table with an entry for each value',
      'enum: [open, paid]',
      'enum: [open, paid, lost]',
      [`breaks ${page}:4`],
    ],
    [
      'breaks a comparison with a value that there is no more',
      'enum: [open, paid]',
      'enum: [open]',
      [`breaks ${page}:4`, `breaks ${page}:7`],
    ],
    [
      'breaks a list of values that is typed by one of a field',
      'enum: [late, gone]',
      'enum: [gone]',
      ['breaks services/mail/losses.ts:4', 'breaks services/mail/reasons.ts:3'],
    ],
    [
      'hits nobody: a value for what is typed by the field itself',
      'enum: [late, gone]',
      'enum: [late, gone, lost]',
      [],
    ],
    [
      'breaks a call whose type parameter asks for what may be null now',
      'properties: { orderId: { type: string }, number',
      "properties: { orderId: { type: [string, 'null'] }, number",
      ['breaks services/mail/parcels.ts:4', 'breaks services/mail/reasons.ts:5'],
    ],
    [
      'breaks who calls an operation',
      'operationId: placeOrder',
      'operationId: orderPlace',
      ['breaks services/shop/buy.ts:4', 'loses generated/admin/orders.ts:50'],
    ],
    [
      'breaks who picks an operation of a client',
      'operationId: getOrder',
      'operationId: readOrder',
      [
        'breaks services/shop/upstreams.ts:2',
        'breaks services/shop/upstreams.ts:4',
        `breaks ${page}:6`,
        'loses generated/admin/orders.ts:49',
      ],
    ],
    [
      'breaks who publishes an event, who handles it, and who ignores it',
      "OrderLost: { $ref: '#/components/messages/OrderLost' }",
      "OrderGone: { $ref: '#/components/messages/OrderLost' }",
      ['breaks services/mail/events.ts:5', 'breaks services/orders/publish.ts:2', 'loses services/mail/events.ts:5'],
    ],
    [
      'breaks who reads a field of an event, and is lost by the message that shows it',
      'required: [orderId, number, email]\n      properties: { orderId: { type: string }, number:',
      'required: [orderId, email]\n      properties: { orderId: { type: string }, code:',
      ['breaks services/mail/events.ts:2', 'loses services/mail/templates/order-paid.mjml:1'],
    ],
    [
      'hits nobody: a field that is new',
      '        note: { type: string }',
      '        note: { type: string }\n        tip: { type: integer }',
      [],
    ],
    [
      'hits nobody: other words',
      'title: Orders, version: 1.0.0 }\npaths',
      'title: Our orders, version: 1.0.0 }\npaths',
      [],
    ],
    [
      'hits nobody: an event that nobody reads a field of',
      'OrderLost: { type: object, required: [orderId], properties',
      'OrderLost: { type: object, properties',
      [],
    ],
  ])('%s', async (_name, from, to, places) => {
    expect(placesOf(await impactOf(project, from, to))).toEqual([...places].sort());
  });
});

test('an edge without a pact, and fields on either side alone, are reported', async () => {
  const gaps = await findPactGaps(project, 'pacts/*.json');
  const edges = gaps.map(({ consumer, provider, noPact }) => `${consumer}-${provider}${noPact ? ' has none' : ''}`);
  expect(edges).toEqual(['admin-orders has none', 'mail-orders has none', 'shop-orders has none', 'storefront-orders']);
  const storefront = gaps.find(({ consumer }) => consumer === 'storefront');
  expect(storefront).toMatchObject({
    untested: [],
    unread: ['orders/types#Order.number'],
    unasked: [{ member: 'orders/types#Order.note', use: { file: page, line: 7 } }],
  });
});

test('the report says who breaks, where, and that there is nothing else', async () => {
  const report = await impactOf(project, 'operationId: placeOrder', 'operationId: orderPlace');
  expect(textReport(report)).toContain('orders placeOrder is removed');
  expect(textReport(report)).toContain('breaks shop: services/shop/buy.ts:4\n  nothing else');
  expect(markdownReport(report)).toContain('| shop | services/shop/buy.ts:4 |');
});

test('changes that code does not see are reported with who calls what they are about', async () => {
  const security = 'security: [{ key: [] }]\n      operationId: placeOrder';
  const { others } = await impactOf(project, 'operationId: placeOrder', security);
  expect(others).toMatchObject([
    { finding: { id: 'security-requirement-removed' }, calledBy: ['admin orders', 'shop'] },
  ]);
});
