import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { writeAsyncapiFiles } from './asyncapi-files.ts';
import { runCommand } from './command.ts';
import { ContractError } from './contract-error.ts';
import { filesIn, projectFolder } from './testing/project-folder.ts';

const document = `asyncapi: 3.0.0
info: { title: Boats, version: 1.0.0 }
channels:
  boats:
    address: boats
    messages: { Built: { payload: { $ref: '../shared.yaml#/components/schemas/Boat' } } }
operations: { build: { action: send, channel: { $ref: '#/channels/boats' } } }
`;
const shared = 'components: { schemas: { Boat: { type: object, properties: { name: { type: string } } } } }\n';

const template = fileURLToPath(new URL('./asyncapi-template/', import.meta.url));
const settings: { generator: { parameters: Record<string, { default?: string; required?: boolean }> } } = createRequire(
  import.meta.url,
)(`${template}package.json`);

test.each(['.ts', '.js'] as const)('the template writes the bytes of covenant generate (%s)', async importExtension => {
  const project = projectFolder(
    { 'asyncapi/boats.yaml': document, 'shared.yaml': shared },
    { asyncapi: 'asyncapi/boats.yaml', runtime: 'covenant/runtime', importExtension },
  );
  const folder = mkdtempSync(`${tmpdir()}/covenant-template-`);
  const { parameters } = settings.generator;
  await writeAsyncapiFiles(
    project.root,
    {
      document: 'asyncapi/boats.yaml',
      runtime: parameters.runtime?.default ?? '',
      output: parameters.output?.default ?? '',
      importExtension,
    },
    folder,
  );
  expect(await runCommand('generate', project)).toMatchObject({ ok: true });
  const written = filesIn(folder);
  expect(Object.keys(written).length).toBeGreaterThan(1);
  expect(written).toEqual(filesIn(`${project.root}/generated`));
  rmSync(folder, { recursive: true });
});

test('a document that cannot be carried through is refused with its findings', async () => {
  const project = projectFolder({ 'asyncapi/boats.yaml': document });
  const parameters = { runtime: 'covenant/runtime', output: 'generated', importExtension: '.ts' } as const;
  const written = writeAsyncapiFiles(project.root, { document: 'asyncapi/boats.yaml', ...parameters }, project.root);
  await expect(written).rejects.toBeInstanceOf(ContractError);
});
