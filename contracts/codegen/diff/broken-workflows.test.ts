import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { brokenWorkflows } from './broken-workflows.ts';
import type { Change } from './change.ts';
import { workflowUses } from './workflow-uses.ts';

const shop = {
  paths: {
    '/cart': { post: { operationId: 'createCart' } },
    '/orders/{id}': { get: { operationId: 'getOrder' } },
  },
};
const events = {
  channels: { order: { messages: { OrderPaid: {}, OrderLost: {} } } },
  operations: {
    publishPaid: { channel: { $ref: '#/channels/order' }, messages: [{ $ref: '#/channels/order/messages/OrderPaid' }] },
  },
};
const workflows = parse(`
sourceDescriptions: [{ name: shop, url: ../openapi/shop.yaml }, { name: events, url: ../asyncapi/shop.yaml }]
workflows:
  - workflowId: buy
    steps:
      - stepId: create
        operationId: $sourceDescriptions.shop.createCart
        parameters: [{ name: Idempotency-Key, in: header, value: $inputs.key }]
        requestBody: { payload: { lines: [{ sku: a }] } }
        outputs: { id: $response.body#/id }
      - stepId: paid
        operationId: $sourceDescriptions.events.publishPaid
        action: receive
        successCriteria: [{ condition: $message.payload#/total/amount == 5 }]
  - workflowId: look
    steps:
      - stepId: read
        operationPath: '{$sourceDescriptions.shop.url}#/paths/~1orders~1{id}/get'
        outputs: { sku: $response.body#/lines/0/sku }
        successCriteria:
          - { condition: $response.body.state == 'sent' }
          - { context: $response.body, condition: '$.parcels[?@["carrier"] == "post"]', type: jsonpath }
`);
const uses = workflowUses('workflows/shop.arazzo.yaml', workflows, name =>
  name === 'openapi/shop.yaml' ? shop : name === 'asyncapi/shop.yaml' ? events : undefined,
);
const change = (id: string, message: string, at: string, hit: Change['hits'][number]): Change => ({
  id,
  message,
  at: [at],
  hits: [hit],
  severity: 'breaking',
  contract: '',
});

test.each<[name: string, id: string, message: string, at: string, hit: Change['hits'][number], broken: string[]]>([
  ['an operation that is gone', 'operation-removed', 'x', 'POST /cart', 'clients that send', ['buy (create)']],
  [
    'a field that is read',
    'response-property-removed',
    'Cart: property id removed',
    'POST /cart',
    'clients that read',
    ['buy (create)'],
  ],
  [
    'a field that is not read',
    'response-property-removed',
    'Cart: property note removed',
    'POST /cart',
    'clients that read',
    [],
  ],
  [
    'a field that a condition reads',
    'response-property-removed',
    'Order: property state removed',
    'GET /orders/{id}',
    'clients that read',
    ['look (read)'],
  ],
  [
    'a field that a JSONPath query reads',
    'response-property-removed',
    'Parcel: property carrier removed',
    'GET /orders/{id}',
    'clients that read',
    ['look (read)'],
  ],
  [
    'a field in a list',
    'response-property-removed',
    'Line: property sku removed',
    'GET /orders/{id}',
    'clients that read',
    ['look (read)'],
  ],
  [
    'a field that is sent',
    'request-property-removed',
    'Line: property sku removed',
    'POST /cart',
    'clients that send',
    ['buy (create)'],
  ],
  [
    'a field that is asked for now',
    'new-required-request-property',
    'Cart: required property email added',
    'POST /cart',
    'clients that send',
    ['buy (create)'],
  ],
  [
    'a field that is asked for now and sent',
    'request-property-became-required',
    'Line: property sku became required',
    'POST /cart',
    'clients that send',
    [],
  ],
  [
    'a parameter that is given',
    'request-parameter-removed',
    'POST /cart: header Idempotency-Key removed',
    'POST /cart',
    'clients that send',
    ['buy (create)'],
  ],
  [
    'a parameter that is asked for now',
    'new-required-request-parameter',
    'POST /cart: query shop added',
    'POST /cart',
    'clients that send',
    ['buy (create)'],
  ],
  [
    'a parameter that nobody gives',
    'request-parameter-removed',
    'POST /cart: query brief removed',
    'POST /cart',
    'clients that send',
    [],
  ],
  [
    'a field of an event',
    'message-payload-property-removed',
    'message OrderPaid of order: property amount removed',
    'order',
    'consumers',
    ['buy (paid)'],
  ],
  [
    'a field of another event',
    'message-payload-property-removed',
    'message OrderLost of order: property amount removed',
    'order',
    'consumers',
    [],
  ],
  ['another operation', 'operation-removed', 'x', 'GET /others', 'clients that send', []],
])('%s', (_name, id, message, at, hit, broken) => {
  expect(brokenWorkflows(change(id, message, at, hit), uses)).toEqual(broken);
});

test('an addition breaks no workflow', () => {
  const added: Change = { ...change('operation-added', 'x', 'POST /cart', 'clients that send'), severity: 'addition' };
  expect(brokenWorkflows(added, uses)).toEqual([]);
});
