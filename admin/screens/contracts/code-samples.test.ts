import { expect, test } from '@jest/globals';
import { codeSamples } from './code-samples.ts';
import { operationsOf } from './openapi.ts';

const document = {
  openapi: '3.1.1',
  paths: {
    '/orders/{orderId}': {
      get: {
        operationId: 'getOrder',
        security: [{ session: ['admin'] }],
        parameters: [
          { name: 'orderId', in: 'path', required: true, schema: { $ref: '#/components/schemas/Id' } },
          { name: 'brief', in: 'query', schema: { type: 'boolean' } },
        ],
        responses: {},
      },
    },
    '/orders': {
      post: {
        operationId: 'placeOrder',
        security: [{}],
        parameters: [
          { name: 'Idempotency-Key', in: 'header', required: true, example: 'k 1', schema: { type: 'string' } },
        ],
        requestBody: { content: { 'application/json': { example: { note: "it's" } } } },
        responses: {},
      },
    },
  },
  components: { schemas: { Id: { type: 'string', examples: ['a/b'] } } },
};
const samples = (id: string) => {
  const operation = operationsOf(document).find(each => each.id === id);
  if (!operation) throw new Error(id);
  return codeSamples(document, 'orders', operation).map(({ code }) => code);
};

test('an operation is called by curl and by the generated client, with its examples', () => {
  expect(samples('getOrder')).toEqual([
    'curl "$shop/orders/a%2Fb" \\\n  -b cookies.txt',
    'const orders = createOrdersClient({ baseUrl: shop });\nconst { status, body } = await orders.getOrder({\n  path: {\n    orderId: "a/b"\n  }\n});',
  ]);
  const [curl, code] = samples('placeOrder');
  expect(curl).toBe(
    `curl -X POST "$shop/orders" \\\n  -H 'idempotency-key: k 1' \\\n  -H 'content-type: application/json' \\\n  -d '{"note":"it'\\''s"}'`,
  );
  expect(code).toContain('"idempotency-key": "k 1"');
});
