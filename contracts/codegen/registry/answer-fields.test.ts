import { expect, test } from '@jest/globals';
import { answerFields } from './answer-fields.ts';

const document = {
  paths: {
    '/orders/{id}': {
      get: {
        responses: {
          200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } } },
          404: { $ref: '#/components/responses/NotFound' },
        },
      },
      delete: { responses: { 204: {} } },
    },
  },
  components: {
    responses: { NotFound: { content: { 'application/problem+json': { schema: { properties: { title: {} } } } } } },
    schemas: {
      Order: {
        allOf: [{ properties: { number: { type: 'string' } } }],
        properties: {
          'a/b': {},
          lines: {
            type: 'array',
            items: { anyOf: [{ properties: { sku: {} } }, { $ref: '#/components/schemas/Order' }] },
          },
          prices: { additionalProperties: { properties: { amount: {} } } },
        },
      },
    },
  },
};

test.each(['/number', '/a~1b', '/lines', '/lines/*', '/lines/*/sku', '/lines/*/lines/*/number', '/title', '/prices'])(
  '%s is declared',
  pointer => {
    expect(answerFields(document)('GET /orders/{id}')?.(pointer)).toBe(true);
  },
);

test.each(['/sku', '/lines/sku', '/lines/0', '/number/title', '/prices/4711', '/prices/*/amount', '/toString', '/Ada'])(
  '%s is not',
  pointer => {
    expect(answerFields(document)('GET /orders/{id}')?.(pointer)).toBe(false);
  },
);

test('an operation that answers nothing declares nothing, and one that is not there is none', () => {
  expect(answerFields(document)('DELETE /orders/{id}')?.('/number')).toBe(false);
  expect(answerFields(document)('POST /orders/{id}')).toBeUndefined();
  expect(answerFields(document)('GET')).toBeUndefined();
});
