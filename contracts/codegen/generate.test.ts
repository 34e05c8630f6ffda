import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { runCommand } from './command.ts';
import type { Project } from './config.ts';
import { loadProject } from './config.ts';
import * as responses from './fixtures/library/generated/books/validators/responses.js';
import { routes } from './fixtures/library/generated/routes.ts';
import { generate } from './generate.ts';
import { generatedHeader } from './generated-header.ts';
import { staleFiles } from './output.ts';
import { testFolder } from './testing/test-folder.ts';

const library = fileURLToPath(new URL('./fixtures/library', import.meta.url));

/** The library somewhere else, to be changed. */
async function copy(): Promise<Project> {
  const root = testFolder('generate');
  for (const name of ['openapi', 'asyncapi', 'generated', 'shared.yaml'])
    cpSync(join(library, name), join(root, name), { recursive: true });
  return { ...(await loadProject(library)), root };
}

function edit(project: Project, file: string, from: string, to: string): void {
  const path = join(project.root, file);
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

describe('generate', () => {
  test('gives the bytes that are committed', async () => {
    const project = await loadProject(library);
    expect(staleFiles(project, await generate(project))).toEqual([]);
  });

  test('gives the same bytes again, wherever the project is', async () => {
    const project = await copy();
    expect([...(await generate(project))]).toEqual([...(await generate({ ...project, root: library }))]);
  });

  test('touches only what differs, and removes what is no longer generated', async () => {
    const project = await copy();
    const read = (file: string) => readFileSync(join(project.root, file), 'utf8');
    const before = read('generated/books/types.ts');
    edit(project, 'openapi/loans.yaml', 'operationId: getLoan', 'operationId: findLoan');
    rmSync(join(project.root, 'openapi/parties.yaml'));
    const outcome = await runCommand('generate', project);
    expect(outcome.lines.filter(file => !file.startsWith('generated/parties/'))).toEqual([
      'generated/admin/clients.ts',
      'generated/loans/client.ts',
      'generated/loans/server.ts',
      'generated/loans/types.ts',
      'generated/loans/validators/parameters.d.ts',
      'generated/loans/validators/parameters.js',
      'generated/loans/validators/responses.d.ts',
      'generated/loans/validators/responses.js',
      'generated/routes.ts',
    ]);
    expect(existsSync(join(project.root, 'generated/parties/server.ts'))).toBe(false);
    expect(read('generated/books/types.ts')).toBe(before);
    expect((await runCommand('generate', project)).lines).toEqual(['Nothing changed.']);
  });

  test('who may see what happens to a resource is what the channels say', async () => {
    const { resourcesVisibleTo } = await import('./fixtures/library/generated/admin/visible-resources.ts');
    expect(resourcesVisibleTo(['intern', 'robot'])).toEqual(['books']);
    expect(resourcesVisibleTo(['librarian'])).toEqual(['books', 'shelves']);
    expect(resourcesVisibleTo(['toString'])).toEqual([]);
  });

  test('stops at a reference to nothing, and says where it is', async () => {
    const project = await copy();
    edit(
      project,
      'openapi/loans.yaml',
      '../shared.yaml#/components/responses/Problem',
      '../shared.yaml#/components/responses/Gone',
    );
    await expect(generate(project)).rejects.toThrow(/^openapi\/loans\.yaml:\d+:\d+ no-unresolved-ref: Nothing is at/);
  });
});

describe('check', () => {
  test('is content with contracts in order and fresh files', async () => {
    expect(await runCommand('check', await copy())).toMatchObject({
      ok: true,
      lines: [
        'The contracts are in order.',
        'The generated files are fresh.',
        'The versions are not checked: there is no git history.',
      ],
    });
  });

  test.each([
    [
      'edited by hand',
      (project: Project) => edit(project, 'generated/books/server.ts', 'listBooks', 'lustBooks'),
      'generated/books/server.ts',
    ],
    ['missing', (project: Project) => rmSync(join(project.root, 'generated/routes.ts')), 'generated/routes.ts'],
    [
      'left over',
      (project: Project) => writeFileSync(join(project.root, 'generated/old.ts'), generatedHeader('old.yaml')),
      'generated/old.ts',
    ],
  ])('names a generated file that is %s', async (_name, change, file) => {
    const project = await copy();
    change(project);
    expect(await runCommand('check', project)).toMatchObject({
      ok: false,
      lines: [`${file} is not what the contracts say; run covenant generate`],
    });
  });

  test('says what the linter says first', async () => {
    const project = await copy();
    edit(project, 'openapi/loans.yaml', 'x-gateway: public', 'x-gateway: everybody');
    const outcome = await runCommand('check', project);
    expect(outcome.ok).toBe(false);
    expect(outcome.lines).toContainEqual(
      expect.stringMatching(
        /^openapi\/loans\.yaml:\d+:\d+ extension-value: x-gateway must be one of public, admin, internal$/,
      ),
    );
  });
});

test('a schema that several answers share is checked by one function', () => {
  expect(responses.getBook200).toBe(responses.addBook201);
  expect(new Set([responses.listBooks400, responses.addBook400, responses.addBook409, responses.getBook404]).size).toBe(
    1,
  );
});

test('the route table holds what passes the gateway, concrete paths first', () => {
  expect(routes.map(({ service, method, path, gateway }) => `${service} ${method} ${path} ${gateway}`)).toEqual([
    'books GET /books public',
    'books POST /books admin',
    'books GET /books/popular public',
    'books DELETE /books/:bookId admin',
    'books GET /books/:bookId public',
    'books GET /books/:bookId/cover public',
    'books PUT /books/:bookId/cover admin',
    'books GET /export admin',
    'loans GET /loans/:loanId public',
    'parties GET /parties/:year public',
    'parties POST /parties/:year public',
    'books POST /press public',
    'books GET /visits public',
  ]);
  expect(routes.find(({ operationId }) => operationId === 'addBook')).toEqual({
    service: 'books',
    method: 'POST',
    path: '/books',
    openapiPath: '/books',
    operationId: 'addBook',
    gateway: 'admin',
    security: [{ desk: ['librarian'] }, { robot: [] }],
    bodyLimit: 2048,
    rawBody: false,
    idempotency: 'required',
  });
});
