/**
 * Schemathesis (https://schemathesis.readthedocs.io) against the operations that the gateway lets through, as each kind
 * of caller: a program that nobody here wrote, to which every answer must be as the contract says. Run by `task fuzz`;
 * `SCHEMATHESIS` is its program, where it is not on the path.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Service } from '../../../contracts/codegen/openapi/service.ts';
import { root } from '../../local/folders.ts';
import { environment } from '../api-client.ts';
import { newStaff, type Session, signInAsFirstAdmin, signUp } from './sessions.ts';
import { readServices } from './system.ts';

const { values } = parseArgs({
  options: {
    examples: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', multiple: true },
  },
});
const program = process.env.SCHEMATHESIS || 'schemathesis';
const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
];

interface Result {
  requests: number;
  output: string;
  isClean: boolean;
}

/** The operations that are tried: of those that answer with a stream of events, no answer ever ends. */
const operationsOf = ({ operations }: Service): string[] =>
  operations
    .filter(({ gateway }) => gateway !== 'internal')
    .filter(({ replies }) => !replies.some(({ media }) => media.some(({ type }) => type === 'text/event-stream')))
    .map(({ id }) => id);

function run(service: string, operations: readonly string[], headers: Readonly<Record<string, string>>): Result {
  const args = [
    'run',
    path.join(root, 'contracts/openapi', `${service}.yaml`),
    `--url=${environment.GATEWAY_URL}`,
    `--include-operation-id-regex=^(${operations.join('|')})$`,
    `--max-examples=${values.examples}`,
    `--seed=${values.seed}`,
    `--checks=${checks.join(',')}`,
    '--phases=examples,coverage,fuzzing',
    '--suppress-health-check=all',
    '--warnings=off',
    '--continue-on-failure',
    '--no-color',
    ...Object.entries(headers).flatMap(([name, value]) => [`--header=${name}: ${value}`]),
  ];
  const cwd = mkdtempSync(path.join(tmpdir(), 'covenant-schemathesis-')); // it writes what it found beside itself
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 28 });
  rmSync(cwd, { recursive: true });
  if (error) throw error;
  const [, requests = '0'] = /^\s+(\d+) generated/m.exec(stdout) ?? [];
  return { requests: Number(requests), output: `${stdout}${stderr}`, isClean: status === 0 && Number(requests) > 0 };
}

/** Everybody who comes through the gateway; sessions are new each time, as some operations end them. */
async function callers(): Promise<Record<string, () => Promise<Session | undefined>>> {
  const admin = await signInAsFirstAdmin();
  return {
    nobody: async () => undefined,
    shopper: () => signUp(),
    support: () => newStaff(admin, 'support'),
    orders: () => newStaff(admin, 'orders'),
    catalog: () => newStaff(admin, 'catalog'),
    admin: () => newStaff(admin, 'admin'),
  };
}

function headersOf(session: Session | undefined): Record<string, string> {
  if (!session) return {};
  const { STOREFRONT_URL, ADMIN_URL } = environment;
  return { ...session.cookie, origin: session.kind === 'staff' ? ADMIN_URL : STOREFRONT_URL };
}

if (spawnSync(program, ['--version']).status !== 0) {
  console.error('Schemathesis is not installed: pipx install schemathesis, or SCHEMATHESIS=<its program>');
  process.exitCode = 2;
} else {
  let requests = 0;
  let faults = 0;
  const services = (await readServices()).filter(({ name }) => values.only?.includes(name) ?? true);
  for (const [caller, newSession] of Object.entries(await callers()))
    for (const service of services) {
      const operations = operationsOf(service);
      if (operations.length === 0) continue;
      const result = run(service.name, operations, headersOf(await newSession()));
      requests += result.requests;
      faults += result.isClean ? 0 : 1;
      console.log(`${result.isClean ? '✓' : '✗'} ${service.name} as ${caller}: ${result.requests} requests`);
      if (!result.isClean) console.log(result.output);
    }
  console.log(`${requests} requests, ${faults} runs with a fault`);
  process.exitCode = faults > 0 ? 1 : 0;
}
