import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { type ContractCommand, runCommand } from './command.ts';
import type { Project } from './config.ts';
import { Memory } from './memory.ts';
import { GitProject } from './testing/git-project.ts';
import { filesIn } from './testing/project-folder.ts';

/** What `--watch` keeps from run to run changes nothing: each run gives what a first one gives. */
const service = (path: string, more = '') => `openapi: 3.1.1
info: { title: Shop, version: 1.0.0 }
paths:
  /${path}:
    get:
      operationId: list
      responses:
        '200':
          description: Some.
          content: { application/json: { schema: { $ref: '../common.yaml#/components/schemas/Thing' } } }
${more}`;
const post = (path: string, body: string) => `  /${path}/new:
    post:
      operationId: add
      requestBody: { content: { application/json: { schema: ${body} } } }
      responses: { '204': { description: Added. } }
`;
const common = (more = '') =>
  `components: { schemas: { Thing: { type: object, properties: { id: { type: string }${more} } } } }\n`;
const events = (name: string) => `asyncapi: 3.0.0
info: { title: Events, version: 1.0.0 }
channels:
  made:
    address: shop.made.v1
    messages: { Made: { payload: { type: object, properties: { ${name}: { type: string } } } } }
operations:
  sendMade: { action: send, channel: { $ref: '#/channels/made' } }
`;

const files = {
  'common.yaml': common(),
  'openapi/carts.yaml': service('carts'),
  'openapi/orders.yaml': service('orders', post('orders', '{ type: object }')),
  'asyncapi/shop.yaml': events('id'),
};
const config: Partial<Project> = {
  asyncapi: 'asyncapi/*.yaml',
  exceptions: [
    { rule: 'not-supported', file: 'openapi/orders.yaml', at: '/paths/~1odd', reason: 'Not called by anybody' },
  ],
};
const odd = `  /odd:
    get:
      operationId: odd
      parameters: [{ name: a, in: query, style: deepObject, schema: { type: string } }]
      responses: { '204': { description: No. } }
`;

/** Each change of the files, undefined for one that goes away; after all that came before it. */
const changes: [name: string, change: Record<string, string | undefined>][] = [
  ['nothing', {}],
  ['an operation', { 'openapi/orders.yaml': service('orders', post('orders', '{ type: string }')) }],
  ['a file that two documents refer to', { 'common.yaml': common(', name: { type: string }') }],
  ['the schema of an event', { 'asyncapi/shop.yaml': events('number') }],
  ['a document that cannot be read', { 'openapi/carts.yaml': 'openapi: 3.1.1\n  x: [' }],
  ['the same, repaired', { 'openapi/carts.yaml': service('carts') }],
  ['a document more', { 'openapi/payments.yaml': service('payments') }],
  [
    'a reference to a file that is not there',
    { 'openapi/carts.yaml': service('carts', post('carts', "{ $ref: '../late.yaml' }")) },
  ],
  ['that file', { 'late.yaml': 'type: string\n' }],
  ['that file, otherwise', { 'late.yaml': 'type: integer\n' }],
  ['that file, gone', { 'late.yaml': undefined, 'openapi/carts.yaml': service('carts') }],
  [
    'a name that two operations have',
    {
      'openapi/payments.yaml': service(
        'payments',
        post('payments', '{ type: object }').replace('operationId: add', 'operationId: list'),
      ),
    },
  ],
  [
    'an operation that is left out',
    { 'openapi/payments.yaml': service('payments'), 'openapi/orders.yaml': service('orders', odd) },
  ],
  [
    'a schema of which no type can be made',
    { 'openapi/orders.yaml': service('orders', post('orders', "{ $ref: '#/components/nothing' }")) },
  ],
  ['a document less', { 'openapi/orders.yaml': undefined }],
  ['all as it was', { ...files, 'openapi/payments.yaml': undefined }],
];

const kept = new GitProject(files, config);
const anew = new GitProject(files, config);

function apply({ project: { root } }: GitProject, change: Record<string, string | undefined>): void {
  for (const [name, text] of Object.entries(change)) {
    if (text === undefined) rmSync(join(root, name));
    else {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
  }
}

async function outcomeOf({ project }: GitProject, command: ContractCommand, memory: Memory) {
  const outcome = await runCommand(command, project, memory);
  // Commits of two repositories differ by the second in which they were made.
  const local = (text: string) => text.replaceAll(project.root, '').replaceAll(/\([0-9a-f]{9}\)/g, '(commit)');
  return JSON.parse(local(JSON.stringify({ ...outcome, documents: [...outcome.documents].sort() })));
}

const written = ({ project }: GitProject) =>
  Object.fromEntries(Object.entries(filesIn(project.root)).filter(([name]) => name.startsWith('generated')));

const memory = new Memory(true);

test.each(changes)('%s', async (_name, change) => {
  apply(kept, change);
  apply(anew, change);
  for (const command of ['lint', 'generate', 'check'] as const)
    expect(await outcomeOf(kept, command, memory)).toEqual(await outcomeOf(anew, command, new Memory()));
  expect(written(kept)).toEqual(written(anew));
});
