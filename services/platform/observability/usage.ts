import { z } from 'zod';
import { createUsage, observeSample, type Usage, type Used } from '../../../contracts/codegen/runtime/usage-counter.ts';
import { readConfig } from '../config.ts';
import { build } from './build.ts';

const { USAGE_SAMPLE } = readConfig({ USAGE_SAMPLE: z.coerce.number().min(0).max(1).optional() });

/** The usage of this process; undefined without `USAGE_SAMPLE`: then nothing is counted. */
export const usage: Usage | undefined = USAGE_SAMPLE === undefined ? undefined : createUsage(USAGE_SAMPLE);

/** The version under which this process uses contracts: what its pacts and deployments are named by. */
export const consumerVersion = build.commit ?? build.version;

/** Counts a use, and hands on what was got. */
function observe<T>(counted: Usage, used: Used, body: T): T {
  counted.count(used);
  return observeSample(counted, used, body);
}

/** The option of a generated client by which the calls of `caller` to a service are counted. */
export function observeCalls(
  caller: string,
  target: string,
  counted: Usage | undefined = usage,
): { observe?: (operation: string, body: unknown) => unknown } {
  if (!counted) return {};
  const used = { kind: 'openapi', name: target, consumer: caller, version: consumerVersion } as const;
  return { observe: (operation, body) => observe(counted, { ...used, operation }, body) };
}

/** What counts the events of a publisher that a group consumes; undefined where nothing is counted. */
export function observeEvents(
  group: string,
  counted: Usage | undefined = usage,
): ((source: string) => (type: string, payload: unknown) => unknown) | undefined {
  if (!counted) return undefined;
  const used = { kind: 'asyncapi', consumer: group, version: consumerVersion } as const;
  return source => (type, payload) => observe(counted, { ...used, name: source, operation: type }, payload);
}

/**
 * What watches which fields the calls of an app's server read. The gateway, which these go through, counts them.
 * Undefined where nothing is measured.
 */
export function observeFields(
  consumer: string,
  counted: Usage | undefined = usage,
): ((service: string, operation: string, body: unknown) => unknown) | undefined {
  if (!counted) return undefined;
  const used = { kind: 'openapi', consumer, version: consumerVersion } as const;
  return (name, operation, body) => observeSample(counted, { ...used, name, operation }, body);
}
