import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseHeader } from '../commands/header-option.ts';
import { loadProject } from '../config.ts';
import { ContractError } from '../contract-error.ts';
import { isObject, type Json } from '../document/json.ts';
import type { Operation, Service } from '../openapi/service.ts';
import { readContracts } from '../read-contracts.ts';
import { SeenValues } from './known-values.ts';
import { jsonReport, textReport } from './report.ts';
import { type OperationResult, runService } from './run.ts';

export const testUsage = `covenant test URL: sends valid, boundary and invalid requests to a running system and holds its answers to the contracts
  --service NAME      only this service; --operation ID, only this operation
  --audience NAMES    of x-gateway: public,admin,internal (all)
  --safe              only GET and HEAD: nothing is changed
  --header 'A: b'     of every request, such as a session; may be repeated
  --values FILE       JSON: values of parameters by name, such as {"orderId": "…"}
  --cases N           requests of an operation at most (150)
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
  const seen = new SeenValues(call.values);
  const results: OperationResult[] = [];
  for (const service of chosen) results.push(...(await run(service, call, seen)));
  const output = call.json ? jsonReport(results) : textReport(results);
  return { output, exitCode: results.some(({ faults }) => faults.length > 0) ? 1 : 0 };
}

function run(service: Service, call: Call, seen: SeenValues): Promise<OperationResult[]> {
  const includes = ({ id, method, gateway }: Operation) =>
    (call.operation === undefined || id === call.operation) &&
    (call.audiences === undefined || call.audiences.includes(gateway)) &&
    (!call.safe || method === 'get' || method === 'head');
  const { url, headers, timeoutMs, cases, concurrency } = call;
  return runService(service, { target: { url, headers, timeoutMs }, cases, concurrency, seen, includes });
}

interface Call {
  url: string;
  service: string | undefined;
  operation: string | undefined;
  audiences: string[] | undefined;
  safe: boolean;
  headers: Record<string, string>;
  values: Record<string, Json>;
  cases: number;
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
        ...{ service: text, operation: text, audience: text, values: text, cases: text, concurrency: text },
        ...{ timeout: text, format: text, project: text, safe: { type: 'boolean' } },
        header: { type: 'string', multiple: true },
      },
    });
    const [url, ...others] = positionals;
    const format = values.format ?? 'text';
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
      cases: count(values.cases ?? '150'),
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
