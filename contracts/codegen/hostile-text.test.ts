import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import ts from 'typescript';
import type { Project } from './config.ts';
import { ContractError } from './contract-error.ts';
import { isObject, type Json, type JsonObject } from './document/json.ts';
import { generate } from './generate.ts';
import { lintProject } from './lint/lint.ts';
import { hostileAsyncapi, hostileOpenapi, type NextText } from './testing/hostile-documents.ts';
import { typeErrorsOf } from './testing/type-errors.ts';

const fragments = [
  '*/',
  '/*',
  '//',
  '`',
  '$' + '{trap()}',
  "'",
  '"',
  '\\',
  '\n',
  '\r',
  '\t',
  '\u2028',
  '\u2029',
  '\0',
  ' ',
  '}',
  '{',
  "require('fs')",
  'require("fs")',
  '</script>',
  '*/ trap(); /*',
  "'; trap(); '",
  '"; trap(); "',
  '`; trap(); `',
  '\ntrap();\n',
  '\u2028trap();//',
  '});trap();({',
  ']; trap(); [',
  '@ts-ignore',
  '<!--',
  '#!',
  '__proto__',
  'const schema11 = ',
  '\u2028const schema999 = ',
  'formats',
  'data1 && data1 == +data1)',
  'x',
  'ü',
  '😀',
  '日本',
];
const hostile = fc.array(fc.constantFrom(...fragments), { minLength: 1, maxLength: 4 }).map(parts => parts.join(''));
const texts = fc.array(hostile, { minLength: 12, maxLength: 12 });

/** Goes round the texts; a number makes each differ from the others. */
function nextOf(all: readonly string[]): NextText {
  let count = 0;
  return () => {
    count += 1;
    return `${all[count % all.length] ?? ''}${count}n`;
  };
}

const root = mkdtempSync(join(tmpdir(), 'covenant-hostile-'));
const runtime = fileURLToPath(new URL('./runtime', import.meta.url));
const written: string[] = [];

beforeAll(() => writeFileSync(join(root, 'package.json'), '{ "type": "module" }'));
afterAll(() => rmSync(root, { recursive: true }));

function projectOf(name: string, openapi: JsonObject, asyncapi: JsonObject, scheme: string): Project {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'api.json'), JSON.stringify(openapi));
  writeFileSync(join(folder, 'events.json'), JSON.stringify(asyncapi));
  return {
    root: folder,
    openapi: 'api.json',
    asyncapi: 'events.json',
    output: 'generated',
    runtime: relative(folder, runtime),
    gateway: 'generated/routes.ts',
    admin: { output: 'generated/admin', scheme },
  };
}

/** Calls of `trap` in a file: text that became code. Throws where the file is no TypeScript. */
function calls(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
  const problems: unknown = Reflect.get(source, 'parseDiagnostics');
  if (!Array.isArray(problems) || problems.length > 0)
    throw new Error(
      `${file}: ${JSON.stringify(problems, (key, value) => (key === 'file' ? undefined : value))}\n${text}`,
    );
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && (node.text === 'trap' || node.text === 'require'))
      found.push(node.parent?.getText() ?? '');
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function write(project: Project, files: ReadonlyMap<string, string>): void {
  for (const [name, text] of files) {
    const path = join(project.root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    written.push(path);
  }
}

/** Every string of a document: its path, and whether it is a key. */
function strings(value: Json, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value === 'string') return [path];
  if (Array.isArray(value)) return value.flatMap((item, index) => strings(item, [...path, index]));
  return isObject(value) ? Object.entries(value).flatMap(([key, item]) => strings(item, [...path, key])) : [];
}

function replaced(value: Json, path: readonly (string | number)[], text: string): Json {
  const [key, ...rest] = path;
  if (key === undefined) return text;
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? replaced(item, rest, text) : item));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, name === key ? replaced(item, rest, text) : item]),
  );
}

describe('text of a document never becomes code', () => {
  test('when it stands wherever an author writes', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(texts, async all => {
        run += 1;
        const next = nextOf(all);
        const scheme = next();
        const project = projectOf(`all-${run}`, hostileOpenapi(next, scheme), hostileAsyncapi(next), scheme);
        const files = await generate(project);
        for (const [file, text] of files) expect(calls(file, text)).toEqual([]);
        write(project, files);
      }),
      { seed: 20261129, numRuns: 25 },
    );
  });

  test('when it stands where the specification allows only certain words', async () => {
    let run = 0;
    const plain = nextOf(['text']);
    const documents = { openapi: hostileOpenapi(plain, 'desk'), asyncapi: hostileAsyncapi(plain) };
    const places = [
      ...strings(documents.openapi).map(path => ({ document: 'openapi' as const, path })),
      ...strings(documents.asyncapi).map(path => ({ document: 'asyncapi' as const, path })),
    ];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), hostile, async ({ document, path }, text) => {
        run += 1;
        const changed = replaced(documents[document], path, text);
        const both = { ...documents, [document]: isObject(changed) ? changed : {} };
        const project = projectOf(`one-${run}`, both.openapi, both.asyncapi, 'desk');
        try {
          const files = await generate(project);
          for (const [file, code] of files) expect(calls(file, code)).toEqual([]);
        } catch (error) {
          if (!(error instanceof ContractError)) throw error;
          expect(error.message).toMatch(/^(api|events)\.json:\d+:\d+ [a-z-]+: /);
          expect(error.message).not.toContain('    at ');
        }
      }),
      { seed: 20261129, numRuns: 150 },
    );
  });

  test('the generated files compile', () => {
    expect(written.length).toBeGreaterThan(100);
    expect(typeErrorsOf(written.filter(file => file.endsWith('.ts') && !file.endsWith('.d.ts')))).toEqual([]);
  });

  test('the generated files run, and nothing of it does', () => {
    const modules = written.filter(file => !file.endsWith('.d.ts')).map(file => pathToFileURL(file).href);
    const program = join(root, 'run.ts');
    writeFileSync(
      program,
      `let calls = 0;
Reflect.set(globalThis, 'trap', () => { calls += 1; });
for (const file of ${JSON.stringify(modules)}) await import(file);
console.log(\`\${calls} calls\`);`,
    );
    const { stdout, stderr } = spawnSync(process.execPath, [program], { encoding: 'utf8' });
    expect({ stdout, errors: stderr.split('\n').filter(line => /Error/.test(line)) }).toEqual({
      stdout: '0 calls\n',
      errors: [],
    });
  });

  test('the linter has findings with places, and no more to say', async () => {
    const next = nextOf(fragments);
    const findings = await lintProject(projectOf('lint', hostileOpenapi(next, 'desk'), hostileAsyncapi(next), 'desk'));
    expect(findings.every(({ line, column }) => line > 0 && column > 0)).toBe(true);
  });
});
