import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Everything this process measures; `/metrics` shows it. Add to it with `registers: [registry]`. */
export const registry = new Registry();
collectDefaultMetrics({ register: registry });

const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const registers = [registry];

export const requests = new Counter({
  name: 'http_requests_total',
  help: 'Answers given, by method and status.',
  labelNames: ['method', 'status'],
  registers,
});
export const operations = new Histogram({
  name: 'operation_duration_seconds',
  help: 'Time from a valid request to the answer of its handler.',
  labelNames: ['operation', 'status'],
  buckets: SECONDS,
  registers,
});
export const consumed = new Counter({
  name: 'events_consumed_total',
  help: 'Events by how they ended: handled, duplicate, skipped, retried or dead.',
  labelNames: ['group', 'type', 'outcome'],
  registers,
});
export const consumeDelay = new Histogram({
  name: 'event_delay_seconds',
  help: 'Time from the moment an event happened to the moment it was handled.',
  labelNames: ['group', 'type'],
  buckets: SECONDS,
  registers,
});
export const published = new Counter({
  name: 'outbox_published_total',
  help: 'Events the relay published.',
  labelNames: ['topic'],
  registers,
});
export const relayFailures = new Counter({
  name: 'outbox_relay_failures_total',
  help: 'Times the relay had to start over.',
  registers,
});
export const relayLeader = new Gauge({
  name: 'outbox_relay_leader',
  help: '1 while this process publishes.',
  registers,
});
export const outboxAge = new Gauge({
  name: 'outbox_oldest_seconds',
  help: 'Age of the oldest event that the relay has still to publish; 0 when there is none.',
  registers,
});
export const workerRuns = new Counter({
  name: 'worker_runs_total',
  help: 'Runs of periodic workers by how they ended.',
  labelNames: ['worker', 'outcome'],
  registers,
});

/**
 * A counter of a service's own, shown by `/metrics` beside these. Names are unique in a process: make it once, at the
 * top of a module.
 */
export function counter<L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> {
  return new Counter({ name, help, labelNames, registers });
}
