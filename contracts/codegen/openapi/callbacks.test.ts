import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { generateContract, lintContract } from '../testing/contract.ts';
import { typeErrorsOf } from '../testing/type-errors.ts';

const document = `paths:
  /orders:
    post:
      operationId: order
      responses: { '202': { description: Later. } }
      callbacks:
        shipped:
          '{$request.body#/callbackUrl}':
            post:
              parameters: [{ name: attempt, in: query, schema: { type: integer } }]
              requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Parcel' } } } }
              responses: { '204': { description: Thanks. } }
webhooks:
  stock-changed:
    post:
      requestBody: { content: { application/json: { schema: { type: object, properties: { sku: { type: string } } } } } }
      responses: { '200': { description: Seen., content: { text/plain: { schema: { type: string } } } } }
components:
  schemas:
    Parcel: { type: object, required: [id], properties: { id: { type: string } } }
    Unrelated: { type: string }
`;

describe('what a service calls', () => {
  test('is typed, with the schemas that it needs', async () => {
    const contract = await generateContract(document);
    const types = contract.text('callbacks/types.ts');
    expect(types).toContain('export interface Parcel {');
    expect(types).not.toContain('Unrelated');
    const program = join(contract.folder, 'generated/api/callbacks/program.ts');
    writeFileSync(
      program,
      `import { createApiCallbacksClient } from './client.ts';
const client = createApiCallbacksClient({ baseUrl: 'https://example.com/hook' });
export const delivered = await client.shipped({ query: { attempt: 1 }, body: { id: '1' } });
export const seen: string | undefined = (await client.stockChanged({ body: { sku: 's' } })).body;
await client.shipped({ body: { id: 1 } });
await client.shipped();
`,
    );
    const errors = typeErrorsOf([program]);
    contract.remove();
    expect(errors.map(line => line.split(' ')[0])).toEqual(['program.ts:5', 'program.ts:6']);
  });

  test('is called at the address that was given', async () => {
    const contract = await generateContract(document);
    const seen: unknown[] = [];
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      seen.push([request.method, request.url, Buffer.concat(chunks).toString()]);
      response.statusCode = 204;
      response.end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const module: object = await import(pathToFileURL(join(contract.folder, 'generated/api/callbacks/client.ts')).href);
    const create: unknown = Reflect.get(module, 'createApiCallbacksClient');
    if (typeof create !== 'function') throw new Error('There is no client');
    const client = create({ baseUrl: `http://127.0.0.1:${port}/hooks/7` });
    expect(await client.shipped({ query: { attempt: 2 }, body: { id: 'p' } })).toMatchObject({ status: 204 });
    expect(seen).toEqual([['POST', '/hooks/7?attempt=2', '{"id":"p"}']]);
    server.close();
    server.closeAllConnections();
    rmSync(contract.folder, { recursive: true });
  });
});

const get = (text: string) =>
  `paths:\n  /a:\n    get: { operationId: a, ${text}, responses: { '204': { description: A. } } }\n`;

describe('what OpenAPI 3.2 adds and nothing is made of is refused at its place', () => {
  test.each([
    [
      'another method',
      `paths:\n  /a:\n    query: { operationId: a, responses: { '204': { description: A. } } }\n`,
      '5:5 not-supported: query: the method QUERY is not supported: use POST',
    ],
    [
      'another place of parameters',
      get('parameters: [{ name: q, in: querystring, schema: { type: string } }]'),
      '5:41 not-supported: A querystring has one media type, under `content`',
    ],
  ])('%s', async (_name, text, want) => {
    expect(await lintContract(text)).toContain(want);
  });
});
