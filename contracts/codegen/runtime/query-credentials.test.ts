import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ServedContract, serveContract } from '../testing/contract.ts';

const document = `security: [{ key: [] }]
paths:
  /things:
    get:
      operationId: listThings
      parameters: [{ name: filter, in: query, schema: { type: object, additionalProperties: { type: string } } }]
      responses: { '204': { description: Listed. } }
  /keys:
    get:
      operationId: readKey
      parameters: [{ name: api_key, in: query, schema: { type: string } }]
      responses: { '204': { description: Read. } }
  /open:
    get: { operationId: readOpen, security: [], responses: { '204': { description: Read. } } }
components:
  securitySchemes:
    key: { type: apiKey, in: query, name: api_key }
`;

let served: ServedContract;
beforeAll(async () => {
  served = await serveContract(document);
});
afterAll(() => served.close());

describe('an API key in the query', () => {
  test.each([
    ['is no input of the operation', '/things?api_key=k', 204, { query: {} }],
    [
      'is none of the names of an open object',
      '/things?api_key=k&color=red',
      204,
      { query: { filter: { color: 'red' } } },
    ],
    ['is one where the operation declares it as a parameter too', '/keys?api_key=k', 204, { query: { api_key: 'k' } }],
    ['is not known where nobody asks for it', '/open?api_key=k', 400, undefined],
  ])('%s', async (_name, path, status, input) => {
    served.inputs.length = 0;
    expect((await fetch(served.url + path)).status).toBe(status);
    expect(served.inputs[0]).toEqual(input);
  });
});
