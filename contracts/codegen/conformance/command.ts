import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseHeader } from '../commands/header-option.ts';
import { loadProject } from '../config.ts';
import { ContractError } from '../contract-error.ts';
import { isObject, type Json } from '../document/json.ts';
import type { Operation, Service } from '../openapi/service.ts';
import { readContracts } from '../read-contracts.ts';
import { type Caller, type CallersResult, runCallers } from './callers.ts';
import type { Choice } from './choice.ts';
import { readCallers, readSamples } from './input-files.ts';
import { type OperationSample, SeenValues } from './known-values.ts';
import { callersReport, jsonReport, textReport } from './report.ts';
import { type OperationResult, runService } from './run.ts';

export const testUsage = `covenant test URL: sends valid, boundary and invalid requests to a running system and holds its answers to the contracts
  --service NAME      only this service; --operation ID, only this operation
  --audience NAMES    of x-gateway: public,admin,internal (all)
  --safe              only GET and HEAD: nothing is changed
  --header 'A: b'     of every request, such as a session; may be repeated
  --values FILE       JSON: values of parameters by name, such as {"orderId": "…"}
  --samples FILE      JSON: what operations are called with, {"addTea": {"parameters": {…}, "body": {…}}};
                      {{$guid}} in a text is another UUID for each value that is tried
  --callers FILE      JSON: each operation as each of these callers, in place of hostile values: who is not allowed must
                      get 401, 403 or 404. {"clerk": {"headers": {"cookie": "…"}, "grants": {"session": ["orders"]}}}
  --cases N           requests of an operation at most (150)
  --thorough          also each request that a validator answers; otherwise some for each parameter and field
  --concurrency N     requests at the same time (4)
  --timeout MS        how long an answer may take (30000)
  --format text | json
  --project FOLDER    where covenant.config.ts is (here)
ends with 0: no faults; 1: faults; 2: it was called in a way that it does not know`;

export interface TestOutcome {
  output: string;
  exitCode: 0 | 1 | 2;
}

/** Runs `covenant test` with its arguments. Throws `ContractError` where a contract cannot be read. */
export async function runTest(args: readonly string[]): Promise<TestOutcome> {
  const call = parseCall(args);
  if (!call) return { output: testUsage, exitCode: 2 };
  const project = await loadProject(call.project);
  const { services, findings } = readContracts(project);
  if (findings.hasErrors) throw new ContractError(findings.sorted(), project.root);
  const chosen = services
    .map(({ service }) => service)
    .filter(({ name }) => call.service === undefined || name === call.service);
  if (chosen.length === 0) return { output: `There is no service ${call.service ?? ''}`, exitCode: 2 };
  const seen = new SeenValues(call.values, call.samples);
  if (call.callers !== undefined) return tryCallers(chosen, call, call.callers, seen);
  const { url, headers, timeoutMs, choice, concurrency } = call;
  const target = { url, headers: () => headers, timeoutMs };
  const options = { target, choice, concurrency, seen, includes: includedBy(call) };
  const results: OperationResult[] = [];
  for (const service of chosen) results.push(...(await runService(service, options)));
  const output = call.json ? jsonReport(results) : textReport(results);
  return { output, exitCode: results.some(({ faults }) => faults.length > 0) ? 1 : 0 };
}

async function tryCallers(
  services: readonly Service[],
  call: Call,
  callers: readonly Caller[],
  known: SeenValues,
): Promise<TestOutcome> {
  const { url, timeoutMs, concurrency, headers } = call;
  const withOwn = callers.map(caller => ({ ...caller, headers: () => ({ ...headers, ...caller.headers() }) }));
  const options = { target: { url, timeoutMs }, callers: withOwn, concurrency, known, includes: includedBy(call) };
  const results: CallersResult[] = [];
  for (const service of services) results.push(...(await runCallers(service, options)));
  const output = call.json ? JSON.stringify({ operations: results }, null, 2) : callersReport(results);
  return { output, exitCode: results.some(({ faults }) => faults.length > 0) ? 1 : 0 };
}

const includedBy =
  (call: Call) =>
  ({ id, method, gateway }: Operation): boolean =>
    (call.operation === undefined || id === call.operation) &&
    (call.audiences === undefined || call.audiences.includes(gateway)) &&
    (!call.safe || method === 'get' || method === 'head');

interface Call {
  url: string;
  service: string | undefined;
  operation: string | undefined;
  audiences: string[] | undefined;
  safe: boolean;
  headers: Record<string, string>;
  values: Record<string, Json>;
  samples: Record<string, OperationSample>;
  callers: Caller[] | undefined;
  choice: Choice;
  concurrency: number;
  timeoutMs: number;
  json: boolean;
  project: string;
}

function parseCall(args: readonly string[]): Call | undefined {
  try {
    const text = { type: 'string' } as const;
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        service: text,
        operation: text,
        audience: text,
        values: text,
        samples: text,
        concurrency: text,
        callers: text,
        cases: text,
        timeout: text,
        format: text,
        project: text,
        safe: { type: 'boolean' },
        thorough: { type: 'boolean' },
        header: { type: 'string', multiple: true },
      },
    });
    const [url, ...others] = positionals;
    const format = values.format ?? 'text';
    const cases = count(values.cases ?? '150');
    if (url === undefined || others.length > 0 || !URL.canParse(url) || !['text', 'json'].includes(format))
      return undefined;
    return {
      url: url.replace(/\/+$/, ''),
      service: values.service,
      operation: values.operation,
      audiences: values.audience?.split(','),
      safe: values.safe ?? false,
      headers: Object.fromEntries((values.header ?? []).map(parseHeader)),
      values: values.values === undefined ? {} : record(values.values),
      samples: values.samples === undefined ? {} : readSamples(record(values.samples)),
      callers: values.callers === undefined ? undefined : readCallers(record(values.callers)),
      choice: { limit: () => cases, isThorough: values.thorough ?? false },
      concurrency: count(values.concurrency ?? '4'),
      timeoutMs: count(values.timeout ?? '30000'),
      json: format === 'json',
      project: values.project ?? process.cwd(),
    };
  } catch {
    return undefined; // an option that there is not, or a value that it cannot have
  }
}

function count(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new RangeError(`${text} is no number of at least 1`);
  return Number(text);
}

function record(file: string): Record<string, Json> {
  const value: Json = JSON.parse(readFileSync(file, 'utf8'));
  if (!isObject(value)) throw new RangeError(`${file} holds no object`);
  return value;
}
