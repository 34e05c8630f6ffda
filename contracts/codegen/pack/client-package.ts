import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringIn } from '../document/json.ts';
import { emitClient } from '../emit/client.ts';
import { withImportSpecifiers } from '../emit/import-specifiers.ts';
import { emitTypes } from '../emit/types.ts';
import { camelCase, pascalCase } from '../names.ts';
import type { Service } from '../openapi/service.ts';
import { compileModules } from './compile-modules.ts';

const runtimeFolder = fileURLToPath(new URL('../runtime/', import.meta.url));

/** What a client is made of; `index.ts` is what the package exports. */
const index = `export * from './client.js';
export * from './types.js';
export { UnexpectedResponseError, type CallOptions, type ClientOptions } from './runtime/client.js';
export { ProblemError, RemoteProblemError } from './runtime/problem.js';
`;

/**
 * The files of a package with the client of a service: types, client, README, and of the runtime what they need. It
 * runs wherever there is `fetch`; its version is that of the contract.
 */
export function clientPackage(service: Service, name: string): Map<string, string> {
  const types = emitTypes(service);
  const written = { importExtension: '.js' } as const;
  const modules = new Map([
    ['index.ts', index],
    ['client.ts', withImportSpecifiers(emitClient(service, types.operations, './runtime'), written)],
    ['types.ts', withoutNode(types.code)],
  ]);
  const files = compileModules(modules, { from: './runtime/', folder: runtimeFolder });
  files.set('package.json', `${JSON.stringify(manifest(service, name), null, 2)}\n`);
  files.set('README.md', readme(service, name));
  return files;
}

/** A stream that a client sends is anything that gives chunks: no type of Node is needed. */
function withoutNode(code: string): string {
  return code.replace(
    "import type { Readable } from 'node:stream';",
    '/** What a body is streamed from: a Readable of Node, a ReadableStream, an async generator. */\ntype Readable = AsyncIterable<Uint8Array | string>;',
  );
}

function manifest(service: Service, name: string): object {
  return {
    name,
    version: versionOf(service),
    description: `Client of ${service.title}`,
    type: 'module',
    sideEffects: false,
    exports: { '.': { types: './index.d.ts', default: './index.js' } },
    files: ['*.js', '*.d.ts', 'runtime'],
    dependencies: { 'openapi-fetch': `^${versionOfDependency('openapi-fetch')}` },
  };
}

/** What `info.version` says, as a version of npm: `2.1` is `2.1.0`. */
function versionOf({ document }: Service): string {
  const { info } = document;
  const text = stringIn(info, 'version') ?? '0.0.0';
  const [, major = '0', minor = '0', patch = '0', rest = ''] =
    /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(-[\w.-]+)?$/.exec(text) ?? [];
  return `${Number(major)}.${Number(minor)}.${Number(patch)}${rest}`;
}

function versionOfDependency(name: string): string {
  const require = createRequire(import.meta.url);
  const entry = require.resolve(name);
  const folder = entry.slice(0, entry.lastIndexOf(join('node_modules', name)) + join('node_modules', name).length);
  const { version }: { version?: unknown } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return String(version);
}

function readme(service: Service, name: string): string {
  const { title, operations } = service;
  const type = pascalCase(service.name);
  const variable = camelCase(service.name);
  const rows = operations.map(
    ({ id, method, path, summary = '' }) =>
      `| \`${id}\` | \`${method.toUpperCase()} ${cell(path)}\` | ${cell(summary)} |`,
  );
  return [
    `# ${line(name)}`,
    '',
    `The client of ${line(title)}, version ${versionOf(service)} of its contract. It runs wherever there is \`fetch\`: browsers, Node, workers.`,
    '',
    '```ts',
    `import { create${type}Client } from '${line(name)}';`,
    '',
    `const ${variable} = create${type}Client({ baseUrl: 'https://…' });`,
    '```',
    'Each operation is a method. It returns a union of the responses that the contract declares, with `status` as discriminator;',
    'another status throws `ProblemError` (RFC 9457), or `UnexpectedResponseError`.',
    '',
    '| method | request | |',
    '|---|---|---|',
    ...rows,
    '',
    'Made by covenant: change the contract, not this.',
    '',
  ].join('\n');
}

function line(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function cell(text: string): string {
  return line(text).replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
