import { Gauge } from 'prom-client';
import { registry } from './metrics.ts';

/**
 * A measure of whether work flows: the age of the oldest waiting item, in seconds, or a number of items. Above its
 * limit the flow is stalled, though the process is ready.
 */
export interface Flow {
  name: string;
  unit: 'seconds' | 'items';
  limit: number;
  measure(): Promise<number>;
}

export interface FlowState {
  unit: 'seconds' | 'items';
  limit: number;
  /** Null when it could not be measured, as the database is unreachable. */
  value: number | null;
  stalled: boolean;
}

/** The state of each flow, by name. */
export async function flowStates(flows: readonly Flow[]): Promise<Record<string, FlowState>> {
  const states = await Promise.all(
    flows.map(async ({ name, unit, limit, measure }): Promise<[string, FlowState]> => {
      const value = await measure().catch(() => null);
      return [name, { unit, limit, value, stalled: value === null || value > limit }];
    }),
  );
  return Object.fromEntries(states);
}

const flowValue = new Gauge({
  name: 'flow_value',
  help: 'The oldest waiting work in seconds, or a number of items, by flow.',
  labelNames: ['flow', 'unit'],
  registers: [registry],
});
const flowLimit = new Gauge({
  name: 'flow_limit',
  help: 'The value of a flow above which it is stalled.',
  labelNames: ['flow', 'unit'],
  registers: [registry],
});

/** Measures the flows for `/metrics`. */
export async function recordFlows(flows: readonly Flow[]): Promise<void> {
  const states = await flowStates(flows);
  for (const [flow, { unit, limit, value }] of Object.entries(states)) {
    flowLimit.set({ flow, unit }, limit);
    flowValue.set({ flow, unit }, value ?? Number.NaN);
  }
}
