import { z } from 'zod';
import { observeReads } from '../../../contracts/codegen/runtime/usage.ts';
import { readConfig } from '../config.ts';
import { build } from './build.ts';

/** What somebody used of a contract. */
export interface Used {
  kind: 'openapi' | 'asyncapi';
  /** The contract: the service that serves the operation, or publishes the message. */
  name: string;
  /** `GET /orders/{orderId}`, or the message `OrderPaid`. */
  operation: string;
  consumer: string;
  /** The consumer's, where it is known. */
  version?: string;
}

/** A use with how often it was made, and how often each field was read in the sample. */
export interface UsageCount extends Used {
  count: number;
  /** JSON pointers (RFC 6901), `*` for the indexes of lists. */
  fields: { pointer: string; count: number }[];
}

/** The registry takes as many in a batch. */
const MAX_USES = 2_000;
const MAX_FIELDS = 500;
/** Other names of fields are keys that somebody chose, such as a sku: data, no name of a contract. */
const DECLARED_NAME = /^[A-Za-z_$][A-Za-z0-9_$]{0,79}$/;

export interface Usage {
  count(used: Used): void;
  /** Counts a use and hands on what was got; for a sample it records which fields are read. */
  observe<T>(used: Used, body: T): T;
  /** What was counted since the last call. */
  take(): UsageCount[];
}

/**
 * Counts what is used of contracts.
 * @param sample the share of responses and events whose read fields are recorded, 0 to 1
 */
export function createUsage(sample: number, random: () => number = Math.random): Usage {
  let uses = new Map<string, { used: Used; count: number; fields: Map<string, number> }>();

  const find = (used: Used) => {
    const key = `${used.kind} ${used.name} ${used.operation} ${used.consumer} ${used.version ?? ''}`;
    const known = uses.get(key);
    if (known || uses.size >= MAX_USES) return known;
    const added = { used, count: 0, fields: new Map<string, number>() };
    uses.set(key, added);
    return added;
  };
  const count = (used: Used): void => {
    const found = find(used);
    if (found) found.count += 1;
  };
  const read = (used: Used, pointer: string): void => {
    const fields = find(used)?.fields;
    if (!fields || (fields.size >= MAX_FIELDS && !fields.has(pointer))) return;
    const names = pointer.slice(1).split('/');
    if (names.every(name => name === '*' || DECLARED_NAME.test(name)))
      fields.set(pointer, (fields.get(pointer) ?? 0) + 1);
  };
  return {
    count,
    observe(used, body) {
      count(used);
      return random() < sample ? observeReads(body, pointer => read(used, pointer)) : body;
    },
    take() {
      const taken = [...uses.values()];
      uses = new Map();
      return taken.map(({ used, count: times, fields }) => ({
        ...used,
        count: times,
        fields: [...fields].map(([pointer, reads]) => ({ pointer, count: reads })),
      }));
    },
  };
}

const { USAGE_SAMPLE } = readConfig({ USAGE_SAMPLE: z.coerce.number().min(0).max(1).optional() });

/** Of this process; undefined, and nothing is counted, without `USAGE_SAMPLE`. */
export const usage: Usage | undefined = USAGE_SAMPLE === undefined ? undefined : createUsage(USAGE_SAMPLE);

/** The version under which this process uses contracts: what its pacts and deployments are named by. */
export const consumerVersion = build.commit ?? build.version;

/** The option of a generated client by which the calls of `caller` to a service are counted. */
export function observeCalls(
  caller: string,
  target: string,
  counted: Usage | undefined = usage,
): { observe?: (operation: string, body: unknown) => unknown } {
  if (!counted) return {};
  const used = { kind: 'openapi', name: target, consumer: caller, version: consumerVersion } as const;
  return { observe: (operation, body) => counted.observe({ ...used, operation }, body) };
}

/** What counts the events of a publisher that a group consumes; undefined where nothing is counted. */
export function observeEvents(
  group: string,
  counted: Usage | undefined = usage,
): ((source: string) => (type: string, payload: unknown) => unknown) | undefined {
  if (!counted) return undefined;
  const used = { kind: 'asyncapi', consumer: group, version: consumerVersion } as const;
  return source => (type, payload) => counted.observe({ ...used, name: source, operation: type }, payload);
}
