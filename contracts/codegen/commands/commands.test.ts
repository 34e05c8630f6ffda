import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { projectFolder, smallOpenapi } from '../testing/project-folder.ts';
import { runCovenant } from './commands.ts';

const asyncapi = 'asyncapi: 3.0.0\ninfo: { title: Small events, version: 1.0.0 }\nchannels: {}\n';
const tool = fileURLToPath(new URL('../', import.meta.url));
const folder = (files: Record<string, string>): string => projectFolder(files).root;

const config = `export default { openapi: 'openapi/*.yaml', runtime: '${tool}runtime' };\n`;
const small = { 'openapi/small.yaml': smallOpenapi, 'covenant.config.ts': config };

test.each(['init', 'lint', 'generate', 'check', 'diff', 'schema'])('%s --help says how it is called', async name => {
  const { output, exitCode } = await runCovenant([name, '--help']);
  expect(exitCode).toBe(0);
  expect(output).toMatch(new RegExp(`^covenant ${name}\\b`));
  expect((await runCovenant(['help', name])).output).toBe(output);
  expect((await runCovenant([])).output).toContain(`  ${name} `);
});

test('ends with 0 when all is well, 1 when something was found, 2 when it does not know what is meant', async () => {
  const good = folder(small);
  expect(await runCovenant(['lint', good])).toMatchObject({ exitCode: 0 });
  expect(await runCovenant(['check', good])).toMatchObject({ exitCode: 1 }); // nothing was generated yet
  expect(await runCovenant(['generate', good])).toMatchObject({ exitCode: 0 });
  expect(await runCovenant(['check', good])).toMatchObject({ exitCode: 0 });
  expect(await runCovenant(['lint', good, good])).toMatchObject({ exitCode: 2 });
  expect(await runCovenant(['lint', '--fast', good])).toMatchObject({ exitCode: 2 });
  expect(await runCovenant(['lnit'])).toMatchObject({ exitCode: 2 });
  expect(await runCovenant(['mock', '--port', 'http'])).toMatchObject({ exitCode: 2 });
  expect(await runCovenant(['mock', join(good, 'nothing.yaml')])).toMatchObject({ exitCode: 2 });
  expect(await runCovenant(['lint', join(good, 'openapi')])).toMatchObject({ exitCode: 2 });
});

const configs: [name: string, text: string, want: RegExp][] = [
  ['nothing', 'export default {};', /must export a default configuration with `openapi` or `asyncapi`/],
  ['a setting that there is not', "export default { openapi: 'a', ouput: 'b' };", /`ouput` is no setting/],
  [
    'a rule set that there is not',
    "export default { openapi: 'a', extends: 'covenant/shop' };",
    /no rule set covenant\/shop/,
  ],
  ['a severity that there is not', "export default { openapi: 'a', rules: { x: 'bad' } };", /the rule `x` is 'error'/],
  [
    'a rule that cannot be off',
    "export default { openapi: 'a', rules: { 'not-supported': 'off' } };",
    /no setting changes/,
  ],
  [
    'an exception without a reason',
    "export default { openapi: 'a', exceptions: [{ rule: 'x' }] };",
    /an exception has a `rule` and a `reason`/,
  ],
  [
    'an exception from what keeps a schema from being generated',
    "export default { openapi: 'a', exceptions: [{ rule: 'not-supported', at: '/components/schemas/A', reason: 'b' }] };",
    /nothing can be generated, which no exception changes; one from `not-supported` at an operation/,
  ],
  ['code that does not run', 'export default nothing;', /cannot be read: nothing is not defined/],
];

test.each(configs)('a configuration with %s ends with 2 and says so', async (_name, text, want) => {
  const { output, exitCode } = await runCovenant(['lint', folder({ ...small, 'covenant.config.ts': text })]);
  expect(exitCode).toBe(2);
  expect(output).toMatch(want);
  expect(output).not.toMatch(/\n\s+at /);
});

test('an operation that cannot be carried through is left out by an exception of the configuration', async () => {
  const list = '{ name: by, in: query, schema: { type: array, items: { type: object } } }';
  const exceptions = "[{ rule: 'not-supported', at: '#/paths/~1things/get', reason: 'Nobody calls it' }]";
  const file = folder({
    ...small,
    'openapi/small.yaml': smallOpenapi.replace('operationId', `parameters: [${list}], operationId`),
    'covenant.config.ts': `export default { openapi: 'openapi/*.yaml', exceptions: ${exceptions} };`,
  });
  expect(await runCovenant(['lint', file])).toMatchObject({ exitCode: 0 });
});

test('--json gives the findings to machines, --problem-matcher their places to CI', async () => {
  const file = folder({ ...small, 'openapi/small.yaml': smallOpenapi.replace("'204'", "'2040'") });
  const { output, exitCode } = await runCovenant(['lint', '--json', file]);
  expect(exitCode).toBe(1);
  const [finding] = JSON.parse(output).findings;
  expect(finding).toMatchObject({
    file: 'openapi/small.yaml',
    line: 5,
    rule: 'not-supported',
    severity: 'error',
    path: ['paths', '/things', 'get', 'responses', '2040'],
  });
  const matcher = JSON.parse(readFileSync(join(tool, 'problem-matcher.json'), 'utf8')).problemMatcher[0].pattern[0];
  const [line = ''] = (await runCovenant(['lint', file])).output.split('\n');
  const match = new RegExp(matcher.regexp).exec(line) ?? [];
  expect([match[matcher.file], match[matcher.line], match[matcher.code], match[matcher.message]]).toEqual([
    'openapi/small.yaml',
    '5',
    'not-supported',
    finding.message,
  ]);
});

const found: [name: string, files: Record<string, string>, want: string[]][] = [
  [
    'documents of both kinds among other files',
    { 'api/a.yaml': smallOpenapi, 'api/b.yaml': smallOpenapi, 'api/events/c.yml': asyncapi, 'other/data.yaml': 'a: 1' },
    ["openapi: 'api/*.yaml'", "asyncapi: 'api/events/c.yml'", "output: 'generated'"],
  ],
  [
    'documents beside the files that they refer to',
    { 'api/a.yaml': smallOpenapi, 'api/b.yaml': smallOpenapi, 'api/common.yaml': 'openapi: 3.1.1\ncomponents: {}\n' },
    ["openapi: '{api/a.yaml,api/b.yaml}'", "output: 'generated'"],
  ],
  [
    'a compiler that takes no .ts imports',
    { 'a.json': JSON.stringify(parse(smallOpenapi)), 'tsconfig.json': '{ "include": ["source"] }' },
    ["openapi: 'a.json'", "output: 'source/generated'", "importExtension: '.js'"],
  ],
  [
    'a compiler that does',
    {
      'a.yaml': smallOpenapi,
      'tsconfig.json': '{ "compilerOptions": { "rootDir": "src", "rewriteRelativeImportExtensions": true } }',
    },
    ["openapi: 'a.yaml'", "output: 'src/generated'"],
  ],
];

test.each(found)('init finds %s', async (_name, files, want) => {
  const project = folder(files);
  expect(await runCovenant(['init', project])).toMatchObject({ exitCode: 0 });
  const lines = readFileSync(join(project, 'covenant.config.ts'), 'utf8').match(/^ {2}.*(?=,$)/gm) ?? [];
  expect(lines.map(line => line.trim())).toEqual(want);
});

test('init leaves a configuration as it is, and writes none without documents', async () => {
  const project = folder(small);
  expect(await runCovenant(['init', project])).toMatchObject({ exitCode: 2 });
  expect(readFileSync(join(project, 'covenant.config.ts'), 'utf8')).toBe(config);
  rmSync(project, { recursive: true });
  expect(await runCovenant(['init', folder({ 'data.yaml': 'a: 1\n' })])).toMatchObject({ exitCode: 1 });
});

test('--watch generates again when a document changes', async () => {
  const project = folder(small);
  const child = spawn(process.execPath, [join(tool, 'covenant.ts'), 'generate', '--watch', project], {
    env: { ...process.env, NODE_OPTIONS: '', NODE_NO_WARNINGS: '1' },
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const until = async (text: string): Promise<void> => {
    for (;;) {
      const { done, value } = await lines.next();
      if (done) throw new Error(`ended before it said ${text}`);
      if (String(value).includes(text)) return;
    }
  };
  await until('generated/small/types.ts');
  await until('covenant watches');
  mkdirSync(dirname(join(project, 'openapi/other.yaml')), { recursive: true });
  writeFileSync(join(project, 'openapi/other.yaml'), smallOpenapi);
  await until('generated/other/types.ts');
  child.kill();
});

test('the schema for editors takes what the linter takes', async () => {
  const { output } = await runCovenant(['schema']);
  const check = new Ajv2020({ strict: false }).compile(JSON.parse(output));
  const text = (extension: string) =>
    parse(smallOpenapi.replace('operationId: listThings,', `operationId: listThings, ${extension},`));
  expect(check(text('x-cache: { maxAge: 60, tags: [a] }'))).toBe(true);
  expect(check(text('x-cache: { maxAge: soon }'))).toBe(false);
  expect(check(text('x-gateway: everybody'))).toBe(false);
  expect(check(text('x-gateway: public, x-other: [1]'))).toBe(true);
});
