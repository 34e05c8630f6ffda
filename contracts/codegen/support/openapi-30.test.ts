import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { lintContract, type ServedContract, serveContract } from '../testing/contract.ts';

const documentIn = (version: string, properties: string) => `openapi: ${version}
info: { title: Api, version: 1.0.0 }
paths:
  /things:
    post:
      operationId: addThing
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              properties:
${properties}
      responses: { '204': { description: Added. } }
components:
  schemas:
    Size: { type: object, properties: { width: { type: integer }, height: { type: integer } } }
`;

const properties = `
                above: { type: number, nullable: true, minimum: 0, exclusiveMinimum: true }
                size: { $ref: '#/components/schemas/Size', maxProperties: 1 }
                nullableSize: { $ref: '#/components/schemas/Size', nullable: true }
                status: { type: string, nullable: true, enum: [open, closed] }
                note: { nullable: true, anyOf: [{ type: string }] }
                box: { type: object, nullable: true, oneOf: [{ $ref: '#/components/schemas/Size' }] }`;

let served: ServedContract;
beforeAll(async () => {
  served = await serveContract(documentIn('3.0.4', properties));
});
afterAll(() => served.close());

describe('in OpenAPI 3.0', () => {
  test.each([
    [{ above: 0 }, 400],
    [{ above: 0.1 }, 204],
    [{ above: null }, 204],
    [{ size: { width: 1, height: 2 } }, 204],
    [{ size: null }, 400],
    [{ nullableSize: null }, 204],
    [{ status: null }, 204],
    [{ status: 'other' }, 400],
    [{ note: null }, 204],
    [{ note: 5 }, 400],
    [{ box: null }, 400],
  ])('%j is answered with %d', async (thing, status) => {
    const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(thing) };
    expect((await fetch(`${served.url}/things`, request)).status).toBe(status);
  });

  const size = /^16:\d+ not-checked: OpenAPI 3.0 ignores `maxProperties` beside `\$ref`/;
  const nullableSize = /^17:\d+ not-checked: OpenAPI 3.0 ignores `nullable` beside `\$ref`/;
  const status = /^18:\d+ not-checked: The `enum` has no `null`/;
  const note = /^19:\d+ not-checked: `nullable` has no effect without a `type`/;
  const box = /^20:\d+ not-checked: Nothing in `oneOf` is nullable, so `null` is refused/;
  test.each([
    ['3.0.4', [size, nullableSize, status, note, box]],
    ['3.0.2', [size, nullableSize, box]],
  ])('%s, what has no effect is reported', async (version, findings) => {
    expect(await lintContract(documentIn(version, properties))).toEqual(
      findings.map(finding => expect.stringMatching(finding)),
    );
  });
});
