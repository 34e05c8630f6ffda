import type { Operation, Service } from '../openapi/service.ts';
import { CaseFactory } from './cases.ts';
import type { Choice } from './choice.ts';
import { concurrently } from './concurrently.ts';
import { type Fault, Judge } from './judge.ts';
import type { SeenValues } from './known-values.ts';
import type { RequestCase } from './request-values.ts';
import { send, type Target } from './send.ts';

export interface ConformanceFault extends Fault {
  /** The first request that showed it. */
  label: string;
  /** How many requests showed it. */
  times: number;
}

export interface OperationResult {
  service: string;
  operation: string;
  method: string;
  path: string;
  requests: number;
  /** How many parameters and fields were tried. */
  places: number;
  /** How many answers had each status. */
  statuses: Record<string, number>;
  faults: ConformanceFault[];
  /** Why it was not tried. */
  skipped?: string;
}

export interface RunOptions {
  target: Omit<Target, 'headers'> & { headers(operation: Operation): Readonly<Record<string, string>> };
  choice: Choice;
  /** Requests at the same time. */
  concurrency: number;
  seen: SeenValues;
  includes(operation: Operation): boolean;
}

/** How many times at the same moment the valid request of an operation that changes something is sent. */
const TIMES_AT_ONCE = 4;
/** RFC 9110, section 9.2.1. */
const safeMethods: ReadonlySet<string> = new Set(['get', 'head', 'options', 'trace']);

const order = ['get', 'head', 'options', 'post', 'put', 'patch', 'trace', 'delete'];

/** Tries the operations of a service: first those that read lists, last those that delete. */
export async function runService(service: Service, options: RunOptions): Promise<OperationResult[]> {
  const factory = new CaseFactory(service);
  const judge = new Judge(service);
  const depth = ({ path }: Operation) => path.split('/{').length;
  const operations = service.operations
    .filter(options.includes)
    .sort((a, b) => order.indexOf(a.method) - order.indexOf(b.method) || depth(a) - depth(b));
  const results: OperationResult[] = [];
  for (const operation of operations)
    results.push(await runOperation(service.name, operation, factory, judge, options));
  return results;
}

async function runOperation(
  service: string,
  operation: Operation,
  factory: CaseFactory,
  judge: Judge,
  { target, choice, concurrency, seen }: RunOptions,
): Promise<OperationResult> {
  const { id, method, path } = operation;
  const result: OperationResult = {
    service,
    operation: id,
    method,
    path,
    requests: 0,
    places: 0,
    statuses: {},
    faults: [],
  };
  const made = factory.casesOf(operation, seen, choice);
  if ('missing' in made) return { ...result, skipped: made.missing };
  result.places = new Set(made.cases.map(({ place }) => place).filter(place => place !== undefined)).size;
  const tryCase = async (item: RequestCase): Promise<void> => {
    const answer = await send({ ...target, headers: target.headers(operation) }, operation, item.request);
    if (!answer) return;
    result.requests += 1;
    const status = 'failure' in answer ? 'none' : String(answer.status);
    result.statuses[status] = (result.statuses[status] ?? 0) + 1;
    if (!('failure' in answer) && answer.status < 300) seen.learn(operation, answer.text);
    for (const fault of judge.faultsOf(operation, item, answer)) add(result.faults, item.label, fault);
  };
  const [first, ...rest] = made.cases;
  if (first && safeMethods.has(method)) await tryCase(first);
  else if (first) await Promise.all(Array.from({ length: TIMES_AT_ONCE }, () => tryCase(atOnce(first))));
  await concurrently(rest, concurrency, tryCase);
  return result;
}

const atOnce = (item: RequestCase): RequestCase => ({
  ...item,
  label: `${item.label}, ${TIMES_AT_ONCE} times at once`,
});

/** Faults of one rule and status are one: the first request that shows it is enough to fix it. */
function add(faults: ConformanceFault[], label: string, fault: Fault): void {
  const status = fault.message.split(' ', 1)[0];
  const known = faults.find(({ rule, message }) => rule === fault.rule && message.split(' ', 1)[0] === status);
  if (known) known.times += 1;
  else faults.push({ ...fault, label, times: 1 });
}
