import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import ts from 'typescript';
import { runCovenant } from '../commands/commands.ts';
import { type ServedContract, serveContract } from '../testing/contract.ts';

const document = `openapi: 3.1.1
info: { title: 'Boats | <b>', version: '2.1' }
paths:
  /boats/{id}:
    get:
      operationId: getBoat
      summary: One | boat
      parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
      responses:
        '200': { description: One., content: { application/json: { schema: { $ref: '#/components/schemas/Boat' } } } }
        '404': { description: None. }
  /pictures:
    post:
      operationId: addPicture
      requestBody: { required: true, content: { image/png: { schema: { type: string, format: binary } } } }
      responses: { '204': { description: Kept. } }
components:
  schemas:
    Boat: { type: object, required: [name], properties: { name: { type: string } } }
`;

const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));
let served: ServedContract;
let folder = '';

beforeAll(async () => {
  served = await serveContract(document);
  const config = "export default { openapi: 'openapi/*.yaml' };\n";
  writeFileSync(join(served.folder, 'covenant.config.mjs'), config);
  folder = join(served.folder, 'node_modules/@boats/client');
  const packed = await runCovenant([
    'pack',
    'api',
    '--name',
    '@boats/client',
    '--output',
    folder,
    '--project',
    served.folder,
  ]);
  expect(packed).toMatchObject({ exitCode: 0, output: expect.stringMatching(/^@boats\/client@2\.1\.0 is in /) });
  mkdirSync(dirname(folder), { recursive: true });
  symlinkSync(join(modules, 'openapi-fetch'), join(served.folder, 'node_modules/openapi-fetch'));
});

afterAll(() => served.close());

test('the package calls the service, and throws its own errors', async () => {
  const { createApiClient, ProblemError } = await import(pathToFileURL(join(folder, 'index.js')).href);
  const client = createApiClient({ baseUrl: served.url });
  served.answer = { status: 200, body: { name: 'Emma' } };
  expect(await client.getBoat({ path: { id: 7 } })).toMatchObject({ status: 200, body: { name: 'Emma' } });
  expect(served.inputs).toEqual([{ path: { id: 7 } }]);
  await expect(client.getBoat({ path: { id: 'seven' } })).rejects.toBeInstanceOf(ProblemError);
});

test('it is typed where there is no Node', () => {
  const program = join(served.folder, 'program.ts');
  writeFileSync(
    program,
    `import { type Boat, createApiClient, ProblemError } from '@boats/client';
const client = createApiClient({ baseUrl: 'http://localhost' });
const answer = await client.getBoat({ path: { id: 7 } });
export const boat: Boat | undefined = answer.status === 200 ? answer.body : undefined;
await client.addPicture({ body: new Uint8Array() });
await client.addPicture({ body: (async function* () { yield 'a'; })() });
export const problem: unknown = ProblemError;
// @ts-expect-error a boat has a number
await client.getBoat({ path: { id: 'seven' } });
`,
  );
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: [],
    strict: true,
    noEmit: true,
  };
  const errors = ts.getPreEmitDiagnostics(ts.createProgram([program], options));
  expect(errors.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
});

test('only an empty folder is written into, and only a name of a package is taken', async () => {
  const call = (...args: string[]) => runCovenant(['pack', 'api', '--project', served.folder, ...args]);
  expect(await call('--output', folder)).toMatchObject({
    exitCode: 2,
    output: expect.stringContaining('is not empty'),
  });
  expect(await call('--name', 'No Name')).toMatchObject({ exitCode: 2 });
  expect(await runCovenant(['pack', 'ships', '--project', served.folder])).toMatchObject({
    exitCode: 2,
    output: expect.stringContaining('There is no service ships; there are api'),
  });
});

test('what the contract says becomes text of the README, and no markup', async () => {
  const text = readFileSync(join(folder, 'README.md'), 'utf8');
  expect(text).toContain('| `getBoat` | `GET /boats/{id}` | One \\| boat |');
  expect(text).toContain('version 2.1.0');
  rmSync(join(served.folder, 'program.ts'));
});
