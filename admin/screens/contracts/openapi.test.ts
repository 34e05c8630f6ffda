import { expect, test } from '@jest/globals';
import { operationsOf } from './openapi.ts';

const document = {
  tags: [{ name: 'shop' }, { name: 'staff' }],
  security: [{ session: [] }],
  paths: {
    '/admin/things/{id}': {
      parameters: [{ $ref: '#/components/parameters/id' }],
      put: {
        operationId: 'saveThing',
        tags: ['staff'],
        security: [{ session: ['admin', 'catalog'] }, { service: [] }],
        'x-gateway': 'admin',
        'x-idempotency': 'natural',
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
        responses: {
          '404': { $ref: '#/components/responses/NotFound' },
          '200': { description: 'Saved.' },
          default: { description: 'Else.' },
        },
      },
    },
    '/things': {
      get: {
        operationId: 'listThings',
        tags: ['shop'],
        security: [{}],
        'x-cache': { sMaxAge: 60, tags: ['things'] },
        responses: {},
      },
      post: { responses: {} },
    },
  },
  components: {
    parameters: { id: { name: 'id', in: 'path', required: true, schema: { type: 'string' } } },
    schemas: { Thing: { type: 'object', examples: [{ name: 'Kite' }] } },
    responses: {
      NotFound: {
        description: 'It is not there.',
        content: { 'application/problem+json': { examples: { typical: { value: { status: 404 } } } } },
      },
    },
  },
};
const operations = operationsOf(document);

test('operations come by tag, in the order of the document, what has no name gets one', () => {
  expect(operations.map(({ id }) => id)).toEqual(['listThings', 'saveThing', 'post /things']);
});

test('says who may call and what is promised, in words', () => {
  const [list, save, post] = operations;
  expect(list).toMatchObject({ callers: ['anybody'], promises: ['kept 60 s by the edge; purged by things'] });
  expect(save?.callers).toEqual(['signed in as admin, catalog', 'our own services']);
  expect(save?.promises).toEqual([
    'reachable by staff through the gateway',
    'may be repeated: the second time changes nothing',
  ]);
  expect(post?.callers).toEqual(['whoever is signed in']);
});

test('parameters of the path, bodies and answers are there with their examples', () => {
  const save = operations[1];
  expect(save?.parameters).toMatchObject([{ name: 'id', place: 'path', required: true }]);
  expect(save?.request).toMatchObject([
    { type: 'application/json', examples: [{ name: 'Example', value: { name: 'Kite' } }] },
  ]);
  expect(save?.answers.map(({ status }) => status)).toEqual(['200', '404', 'default']);
  expect(save?.answers[1]).toMatchObject({
    description: 'It is not there.',
    contents: [{ examples: [{ name: 'typical', value: { status: 404 } }] }],
  });
});

test('a document without anything has no operations', () => {
  expect(operationsOf({})).toEqual([]);
});
