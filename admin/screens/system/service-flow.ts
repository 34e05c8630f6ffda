import type { Flow, Service } from '../../../generated/audit/types.ts';

/** `40 s`, `2 min`, `3 h`, `4 d`. */
export function formatAge(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 2 * 3_600) return `${Math.round(seconds / 60)} min`;
  return seconds < 2 * 86_400 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} d`;
}

/** `outbox waits since 21:16 (2 min)`, `3 parked events`. */
export function stalledText({ name, unit, value }: Flow, now: Date): string {
  if (value === null) return `${name} cannot be measured`;
  if (unit === 'items') return `${value.toLocaleString()} ${name}`;
  const since = new Date(now.getTime() - value * 1_000);
  const clock = since.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  return `${name} waits since ${clock} (${formatAge(value)})`;
}

/** Each flow that is stalled, in words: `payments: jobs waits since 21:16 (2 min)`. */
export function stalledFlows(services: readonly Pick<Service, 'name' | 'flows'>[], now: Date): string[] {
  return services.flatMap(({ name, flows }) =>
    flows.filter(({ stalled }) => stalled).map(flow => `${name}: ${stalledText(flow, now)}`),
  );
}

const ofUnit = (flows: readonly Flow[], matches: (flow: Flow) => boolean): number | undefined => {
  const values = flows.filter(matches).flatMap(({ value }) => (value === null ? [] : [value]));
  return values.length === 0 ? undefined : Math.max(...values);
};

/** How far the consumers of a service are behind, seconds; undefined where it has none. */
export const lagOf = (flows: readonly Flow[]): number | undefined =>
  ofUnit(flows, ({ name, unit }) => unit === 'seconds' && name.startsWith('consumer'));

/** The age of the oldest event or job that waits, seconds; undefined where it has none. */
export const oldestOf = (flows: readonly Flow[]): number | undefined =>
  ofUnit(flows, ({ name, unit }) => unit === 'seconds' && !name.startsWith('consumer'));
