/**
 * A generated server, started, and the examples that its document gives for requests, held to its validators: `node
 * started.ts FOLDER`, a folder with a `covenant.config.ts` and what was generated. Prints a line of JSON (`Started`).
 */
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import express from 'express';
import { loadProject } from '../../contracts/codegen/config.ts';
import { arrayIn, isObject, type Json, objectIn, valueAt } from '../../contracts/codegen/document/json.ts';
import { checkNames } from '../../contracts/codegen/emit/service-validators.ts';
import { pascalCase } from '../../contracts/codegen/names.ts';
import { deref } from '../../contracts/codegen/openapi/deref.ts';
import type { Operation, Service } from '../../contracts/codegen/openapi/service.ts';
import { readContracts } from '../../contracts/codegen/read-contracts.ts';
import { problemHandler } from '../../contracts/codegen/runtime/problem-handler.ts';

export interface Started {
  /** ms from the import of the server to its first answer. */
  firstAnswerMs: number;
  operations: number;
  examples: number;
  /** The examples that are refused, as `operation media type: why`. */
  refused: string[];
}

const [, , folder = '.'] = process.argv;
const project = await loadProject(folder);

/** A function that a module exports under a name. */
function member(module: unknown, name: string): (...input: unknown[]) => unknown {
  const value: unknown = Reflect.get(Object(module), name);
  if (typeof value !== 'function') throw new Error(`There is no ${name}`);
  return (...input) => Reflect.apply(value, undefined, input);
}

async function firstAnswer(server: unknown, name: string): Promise<void> {
  const router = member(
    server,
    `create${pascalCase(name)}Router`,
  )({
    handlers: {},
    security: new Proxy({}, { has: () => true, get: () => async () => 'granted' }),
    context: () => ({}),
    checkResponses: true,
  });
  const app = express();
  app.use((request, response, next) => member({ router }, 'router')(request, response, next));
  app.use(problemHandler({ log: { error: () => undefined } }));
  const listening = app.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const answer = await fetch(`http://127.0.0.1:${port}/there/is/no/such/path/in/any/of/these/documents`);
  if (answer.status !== 404) throw new Error(`The server answers ${answer.status}`);
  listening.closeAllConnections();
  listening.close();
}

/** The examples of a media type: its own, else those of its schema. */
function examplesOf({ document }: Service, { at }: Operation, type: string): Json[] {
  const body = deref(document, valueAt(document, [...at, 'requestBody']));
  const content = Object.entries(objectIn(body, 'content')).find(([name]) => name.toLowerCase() === type)?.[1];
  const media = deref(document, content);
  if (!isObject(media)) return [];
  const named = Object.values(objectIn(media, 'examples')).map(example =>
    objectIn({ example: deref(document, example) ?? null }, 'example'),
  );
  const own = [...(media.example === undefined ? [] : [media.example]), ...named.map(({ value }) => value)];
  const schema = deref(document, media.schema);
  const ofSchema = isObject(schema) ? [schema.example, ...arrayIn(schema, 'examples')] : [];
  return (own.length > 0 ? own : ofSchema).filter(value => value !== undefined);
}

const [service] = readContracts(project).services.map(contract => contract.service);
if (!service) throw new Error('The document could not be read');
const generated = join(folder, project.output, service.name);
const imported = performance.now();
const server: unknown = await import(pathToFileURL(join(generated, 'server.ts')).href);
await firstAnswer(server, service.name);
const firstAnswerMs = performance.now() - imported;
const requests: unknown = await import(pathToFileURL(join(generated, 'validators/requests.js')).href);
const refused: string[] = [];
let examples = 0;
for (const operation of service.operations)
  for (const [type, name] of checkNames(operation).requests) {
    const [module = '', key = ''] = name.split('.');
    if (module !== 'requests') continue;
    for (const example of examplesOf(service, operation, type)) {
      examples += 1;
      const check = Reflect.get(Object(requests), key);
      if (check(structuredClone(example))) continue;
      const [first] = Reflect.get(Object(check), 'errors') ?? [];
      refused.push(`${operation.id} ${type}: ${JSON.stringify(first ?? null)}`);
    }
  }
const started: Started = { firstAnswerMs, operations: service.operations.length, examples, refused };
console.log(JSON.stringify(started));
