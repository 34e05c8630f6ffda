import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { lintProject } from '../lint.ts';

export const openapi = `openapi: 3.1.1
info: { title: Tea, version: 1.0.0, license: { name: MIT, identifier: MIT }, x-owner: kitchen, contact: { email: kitchen@example.com } }
servers: [{ url: http://localhost }]
security: [{ cook: [] }]
paths:
  /teas:
    get:
      operationId: listTeas
      tags: [teas]
      summary: All teas
      x-gateway: public
      parameters:
        - { name: cursor, in: query, schema: { type: string } }
        - { name: limit, in: query, schema: { type: integer } }
      responses:
        '200': { description: A page., content: { application/json: { schema: { $ref: '#/components/schemas/Teas' } } } }
        default: { $ref: '../common.yaml#/components/responses/Problem' }
    post:
      operationId: brewTea
      tags: [teas]
      summary: Brew a tea
      x-gateway: public
      x-idempotency: required
      parameters: [{ name: Idempotency-Key, in: header, required: true, schema: { type: string } }]
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Tea' }, example: { name: Assam } } } }
      responses:
        '201': { description: Brewed. }
        default: { $ref: '../common.yaml#/components/responses/Problem' }
components:
  securitySchemes: { cook: { type: apiKey, in: header, name: X-Cook } }
  schemas:
    Tea: { type: object, required: [name], properties: { name: { type: string, minLength: 1 }, picked: { type: string, format: date } } }
    Teas: { type: object, properties: { items: { type: array, items: { $ref: '#/components/schemas/Tea' } } }, examples: [{ items: [] }] }
`;

export const common = `openapi: 3.1.1
info: { title: Common, version: 1.0.0 }
components:
  responses:
    Problem: { description: Wrong., content: { application/problem+json: { schema: { $ref: '#/components/schemas/Problem' } } } }
  schemas:
    Problem: { type: object, properties: { title: { type: string } }, examples: [{ title: No }] }
`;

export const asyncapi = `asyncapi: 3.0.0
info: { title: Tea events, version: 1.0.0, x-owner: kitchen, contact: { email: kitchen@example.com } }
channels:
  teas:
    address: teas.tea.v1
    messages: { TeaBrewed: { $ref: '#/components/messages/TeaBrewed' } }
    bindings: { kafka: { topic: teas.tea.v1, partitions: 1 } }
    x-compatibility: FULL
operations:
  publish: { action: send, channel: { $ref: '#/channels/teas' } }
components:
  messages:
    TeaBrewed: { payload: { $ref: '#/components/schemas/TeaBrewed' }, examples: [{ payload: { name: Assam } }] }
  schemas:
    TeaBrewed: { type: object, required: [name], properties: { name: { type: string } } }
`;

/** Lints a project of these files and the shared one; findings as `file:line:column rule`. */
export async function lintFiles(files: Record<string, string>): Promise<string[]> {
  const root = mkdtempSync(join(tmpdir(), 'covenant-lint-'));
  for (const [name, text] of Object.entries({ 'common.yaml': common, ...files })) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  const names = Object.keys(files);
  const project = {
    root,
    ...(names.some(name => name.startsWith('openapi/')) && { openapi: 'openapi/*.yaml' }),
    ...(names.some(name => name.startsWith('asyncapi/')) && { asyncapi: 'asyncapi/*.yaml' }),
    extends: ['covenant/commerce'],
    output: 'out',
    runtime: 'runtime',
    gateway: 'out/routes.ts',
  };
  const findings = await lintProject(project);
  rmSync(root, { recursive: true });
  return findings.map(({ file, line, column, rule }) => `${relative(root, file)}:${line}:${column} ${rule}`);
}
