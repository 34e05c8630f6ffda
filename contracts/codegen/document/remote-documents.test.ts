import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { runCommand } from '../command.ts';
import { runCovenant } from '../commands/commands.ts';
import { ConfigError, loadProject, type Project } from '../config.ts';
import { filesIn, projectFolder } from '../testing/project-folder.ts';

let server: Server;
let project: Project;
let origin = '';
/** What the host answers, by path; and what it was asked. */
const answers = new Map<string, { text: string; status?: number; location?: string }>();
const asked: string[] = [];

beforeEach(async () => {
  answers.clear();
  asked.length = 0;
  server = createServer(({ url = '' }, response) => {
    asked.push(url);
    const { text = '', status = 200, location } = answers.get(url) ?? { status: 404 };
    response.writeHead(status, location === undefined ? {} : { location }).end(text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  answers.set('/schemas/boat.yaml', { text: 'type: object\nproperties: { mast: { $ref: parts/mast.yaml } }\n' });
  answers.set('/schemas/parts/mast.yaml', { text: 'type: integer\n' });
});

afterEach(async () => {
  server.close();
  await once(server, 'close');
});

function folder(config: string): Project {
  const document = `openapi: 3.1.1
info: { title: A, version: 1.0.0 }
paths:
  /boats:
    get:
      operationId: listBoats
      responses:
        '200': { description: All., content: { application/json: { schema: { $ref: '${origin}/schemas/boat.yaml' } } } }
`;
  const asyncapi = `asyncapi: 3.0.0
info: { title: A, version: 1.0.0 }
channels:
  boats: { address: boats, messages: { Built: { payload: { $ref: '${origin}/schemas/boat.yaml' } } } }
operations: { build: { action: send, channel: { $ref: '#/channels/boats' } } }
`;
  project = projectFolder({
    'openapi/a.yaml': document,
    'asyncapi/a.yaml': asyncapi,
    'covenant.config.mjs': `export default { openapi: 'openapi/*.yaml', asyncapi: 'asyncapi/*.yaml'${config} };\n`,
  });
  return project;
}

const allowed = () => `, remote: { allow: ['${origin}/schemas/'], folder: 'copies' }`;

test('nothing is fetched that nobody allowed, by no command', async () => {
  const { root } = folder('');
  for (const command of ['lint', 'generate', 'check'] as const) {
    const { output, exitCode } = await runCovenant([command, root]);
    expect(output).toContain(`openapi/a.yaml:8:68 not-supported: ${origin}/schemas/boat.yaml is not fetched`);
    expect(exitCode).toBe(1);
  }
  expect(await runCovenant(['fetch', root])).toMatchObject({ exitCode: 2 });
  expect(asked).toEqual([]);
});

test('what is allowed is fetched once, with what it refers to, and pinned', async () => {
  const { root } = folder(allowed());
  expect((await runCovenant(['lint', root])).output).toContain('is allowed, and not there yet: run `covenant fetch`');
  expect(await runCovenant(['fetch', root])).toMatchObject({ exitCode: 0 });
  expect(asked).toEqual(['/schemas/boat.yaml', '/schemas/parts/mast.yaml']);
  const lock = JSON.parse(readFileSync(join(root, 'copies/remote.lock.json'), 'utf8'));
  expect(Object.keys(lock)).toEqual([`${origin}/schemas/boat.yaml`, `${origin}/schemas/parts/mast.yaml`]);
  expect(await runCovenant(['fetch', root])).toEqual({ output: 'Nothing is missing.', exitCode: 0 });
  expect(await runCovenant(['lint', root])).toEqual({ output: 'The contracts are in order.', exitCode: 0 });
  expect(await runCovenant(['generate', root])).toMatchObject({ exitCode: 0 });
  expect(readFileSync(join(root, 'generated/a/types.ts'), 'utf8')).toMatch(/mast\?: \w+;/);
  expect(asked).toHaveLength(2);
});

test('a copy that is not what was pinned is refused, until it is fetched again', async () => {
  const { root } = folder(allowed());
  await runCovenant(['fetch', root]);
  const copy = Object.keys(filesIn(root)).find(file => file.endsWith('mast.yaml')) ?? '';
  writeFileSync(join(root, copy), 'type: string\n');
  const refused = await runCommand('generate', await loadProject(root));
  expect(refused.lines[0]).toMatch(/not-supported: The copy of .*mast\.yaml is not what was pinned/);
  answers.set('/schemas/parts/mast.yaml', { text: 'type: number\n' });
  expect(await runCovenant(['fetch', '--update', root])).toMatchObject({ exitCode: 0 });
  expect(await runCovenant(['lint', root])).toMatchObject({ exitCode: 0 });
});

test('a redirection is not followed to where nothing is allowed', async () => {
  const { root } = folder(allowed());
  answers.set('/schemas/boat.yaml', { text: '', status: 302, location: '/secrets/boat.yaml' });
  const { output, exitCode } = await runCovenant(['fetch', root]);
  expect(output).toBe(`${origin}/schemas/boat.yaml leads to ${origin}/secrets/boat.yaml, which is not allowed`);
  expect(exitCode).toBe(1);
  expect(asked).toEqual(['/schemas/boat.yaml']);
});

test('what may be fetched is the start of an address, whole as far as its host', async () => {
  for (const allow of ['[]', "['schemas']", "['https://schemas.example.com']"]) {
    const { root } = folder(`, remote: { allow: ${allow}, folder: 'copies' }`);
    await expect(loadProject(root)).rejects.toBeInstanceOf(ConfigError);
  }
  folder('');
});
