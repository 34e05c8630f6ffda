import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import express, { type Request } from 'express';
import type { Project } from '../config.ts';
import { generate } from '../generate.ts';
import { lintProject } from '../lint/lint.ts';
import type { AnyResponse, OperationInfo } from '../runtime/operation.ts';
import { problemHandler } from '../runtime/problem-handler.ts';
import { typeErrorsOf } from './type-errors.ts';

/** A contract in a folder of its own, with what was generated from it. */
export interface GeneratedContract {
  folder: string;
  /** A generated file of the service `api`. */
  text(name: string): string;
  /** Type errors of the generated files and of this program beside them, which may import from `./types.ts`. */
  typeErrors(program?: string): string[];
  remove(): void;
}

/** Generates from an OpenAPI document that is given without its head; throws what `generate` throws. */
export async function generateContract(document: string, config: Partial<Project> = {}): Promise<GeneratedContract> {
  const project = { ...write(document), ...config };
  const { root: folder } = project;
  const files = await generate(project).catch((error: unknown) => {
    rmSync(folder, { recursive: true });
    throw error;
  });
  for (const [name, text] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return {
    folder,
    text: name => files.get(`generated/api/${name}`) ?? '',
    typeErrors: program => typeErrors(join(folder, 'generated/api'), program),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** What the linter says of such a document, without the rules of the house: `line:column rule: message`. */
export async function lintContract(document: string): Promise<string[]> {
  const project = write(document);
  const findings = await lintProject(project);
  rmSync(project.root, { recursive: true });
  return findings
    .filter(({ rule }) => !houseRules.has(rule))
    .map(({ line, column, rule, message }) => `${line}:${column} ${rule}: ${message}`);
}

const houseRules = new Set([
  'operation-tag',
  'operation-summary',
  'operation-security',
  'operation-gateway',
  'internal-path',
  'idempotency',
  'default-problem',
  'problem-content-type',
  'body-example',
  'list-paging',
  'no-offset',
  'unused-schema',
  'status-range',
  'openapi-structure',
]);

export interface ServedContract extends GeneratedContract {
  url: string;
  /** The inputs that reached a handler, as JSON would show them. */
  inputs: unknown[];
  /** The operations that were reached, with the targets of the requests. */
  reached: { operationId: string; target: string }[];
  /** What each operation answers, or what makes it of the input. */
  answer: AnyResponse | ((input: unknown) => Promise<AnyResponse>);
  /** Calls an operation with the generated client. */
  call(operation: string, input?: unknown): Promise<unknown>;
  close(): Promise<void>;
}

/** Serves the document of one service; every operation gives `answer`, at first 204. */
export async function serveContract(document: string): Promise<ServedContract> {
  const contract = await generateContract(document);
  const server: unknown = await import(pathToFileURL(join(contract.folder, 'generated/api/server.ts')).href);
  const client: unknown = await import(pathToFileURL(join(contract.folder, 'generated/api/client.ts')).href);
  const inputs: unknown[] = [];
  const reached: ServedContract['reached'] = [];
  const app = express();
  const served: ServedContract = {
    ...contract,
    url: '',
    inputs,
    reached,
    answer: { status: 204 },
    call: async (operation, input) => {
      const made: unknown = callMethod(client, 'createApiClient', { baseUrl: served.url });
      return callMethod(made, operation, input);
    },
    close: async () => {
      listening.close();
      listening.closeAllConnections();
      await once(listening, 'close');
      contract.remove();
    },
  };
  const router: unknown = callMethod(server, 'createApiRouter', {
    handlers: {},
    security: new Proxy({}, { has: () => true, get: () => async () => 'granted' }),
    context: ({ originalUrl }: Request) => originalUrl,
    checkResponses: true,
    around: async ({ operationId }: OperationInfo, input: unknown, target: string) => {
      inputs.push(input);
      reached.push({ operationId, target });
      return typeof served.answer === 'function' ? served.answer(input) : served.answer;
    },
  });
  app.use((request, response, next) => callMethod({ router }, 'router', request, response, next));
  app.use(problemHandler({ log: { error: () => undefined } }));
  const listening = app.listen(0, '127.0.0.1');
  listening.keepAliveTimeout = 65_000; // longer than any pause between two requests of a test
  await once(listening, 'listening');
  served.url = `http://127.0.0.1:${addressOf(listening.address()).port}`;
  return served;
}

/** Calls a function that a generated module, or what it made, has under a name. Throws where there is none. */
export function callMethod(holder: unknown, name: string, ...input: unknown[]): unknown {
  const value: unknown = typeof holder === 'object' && holder !== null ? Reflect.get(holder, name) : undefined;
  if (typeof value !== 'function') throw new Error(`There is no ${name}`);
  return value.call(holder, ...input);
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('The server does not listen');
  return address;
}

function write(document: string): Project {
  const root = mkdtempSync(join(tmpdir(), 'covenant-contract-'));
  const head = document.startsWith('openapi:') ? '' : 'openapi: 3.1.1\ninfo: { title: Api, version: 1.0.0 }\n';
  mkdirSync(join(root, 'openapi'));
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(root, 'openapi/api.yaml'), head + document);
  const runtime = fileURLToPath(new URL('../runtime', import.meta.url));
  return {
    root,
    openapi: 'openapi/*.yaml',
    output: 'generated',
    runtime: relative(root, runtime),
    gateway: 'generated/routes.ts',
  };
}

function typeErrors(folder: string, program: string | undefined): string[] {
  const files = [join(folder, 'types.ts')];
  if (program !== undefined) {
    files.push(join(folder, 'program.ts'));
    writeFileSync(join(folder, 'program.ts'), program);
  }
  return typeErrorsOf(files);
}
