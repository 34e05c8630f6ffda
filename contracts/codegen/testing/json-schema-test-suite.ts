import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Json, stringIn } from '../document/json.ts';
import { integrityOf, RemoteDocuments } from '../document/remote-documents.ts';
import { emitFiles } from '../generate.ts';
import type { Finding } from '../lint/finding.ts';
import { readContracts } from '../read-contracts.ts';
import { projectFolder } from './project-folder.ts';

const folder = fileURLToPath(new URL('../fixtures/json-schema-test-suite', import.meta.url));
const remote = { allow: ['http://localhost:1234/'], folder: 'remote' };

/** One schema of the suite with the values that it allows or not. */
export interface SuiteGroup {
  description: string;
  schema: Json;
  tests: { description: string; data: Json; valid: boolean }[];
}

/** What became of a schema: findings that keep it from being generated, or a folder with the generated code. */
export interface SuiteOutcome {
  findings: Finding[];
  /** The folder of `types.ts`, which has the type `AskResponse`; undefined where it was refused. */
  generated: string | undefined;
  /** What the generated validator of answers says of a value. */
  accepts(value: Json): boolean;
}

/** The files of the suite. */
export function suiteFiles(): string[] {
  const files = readdirSync(join(folder, 'tests'), { recursive: true, encoding: 'utf8' });
  return files.filter(file => file.endsWith('.json')).sort();
}

export function suiteGroups(file: string): SuiteGroup[] {
  return JSON.parse(readFileSync(join(folder, 'tests', file), 'utf8'));
}

/** A document whose only answer has the schema, generated; the documents of the other host are pinned beside it. */
export async function generateGroup({ schema }: SuiteGroup): Promise<SuiteOutcome> {
  const project = projectFolder(
    {
      ...(JSON.stringify(schema).includes('localhost:1234') ? remotes() : {}),
      'schemas/s.json': JSON.stringify(schema),
      'openapi/api.json': documentOf(typeof schema === 'object' ? { $ref: '../schemas/s.json' } : schema),
    },
    { remote },
  );
  const contracts = readContracts(project);
  const files = await emitFiles(project, contracts);
  for (const [name, text] of files ?? []) {
    if (!/api\/(types\.ts|validators\/responses)/.test(name)) continue;
    mkdirSync(dirname(join(project.root, name)), { recursive: true });
    writeFileSync(join(project.root, name), text);
  }
  const generated = join(project.root, 'generated/api');
  const module: unknown = files && (await import(pathToFileURL(join(generated, 'validators/responses.js')).href));
  const check: unknown = module && Reflect.get(Object(module), 'ask200');
  return {
    findings: contracts.findings.sorted(),
    generated: files && generated,
    accepts: value => typeof check === 'function' && check(JSON.parse(JSON.stringify(value))) === true,
  };
}

function documentOf(schema: Json): string {
  const ok = { description: 'It.', content: { 'application/json': { schema } } };
  const paths = { '/': { get: { operationId: 'ask', responses: { 200: ok } } } };
  return JSON.stringify({ openapi: '3.1.1', info: { title: 'Suite', version: '1.0.0' }, paths });
}

let pinned: Record<string, string> | undefined;

/** The copies of the documents of the other host, with their lock file, by path in a project. */
function remotes(): Record<string, string> {
  if (pinned) return pinned;
  const documents = new RemoteDocuments('/', remote);
  const lock: Record<string, string> = {};
  pinned = {};
  for (const name of readdirSync(join(folder, 'remotes'), { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.json')) continue;
    const url = `http://localhost:1234/${name}`;
    const text = readFileSync(join(folder, 'remotes', name), 'utf8');
    pinned[documents.pathOf(url).slice(1)] = text;
    lock[url] = integrityOf(text);
  }
  pinned[documents.lockFile.slice(1)] = JSON.stringify(lock);
  return pinned;
}

/** The format that a schema of the suite is about. */
export function formatOf({ schema }: SuiteGroup): string | undefined {
  return stringIn(schema, 'format');
}
