import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** The metrics of this process, exposed at `/metrics`. Register others with `registers: [registry]`. */
export const registry = new Registry();
// The delay of the event loop is sampled by a timer: every 10 ms, the default, wakes an idle process a hundred times a
// second.
collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 100 });

const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const registers = [registry];

export const requests = new Counter({
  name: 'http_requests_total',
  help: 'Responses, by method and status.',
  labelNames: ['method', 'status'],
  registers,
});
export const operations = new Histogram({
  name: 'operation_duration_seconds',
  help: 'Time from a valid request to the response of its handler.',
  labelNames: ['operation', 'status'],
  buckets: SECONDS,
  registers,
});
export const consumed = new Counter({
  name: 'events_consumed_total',
  help: 'Events by outcome: handled, duplicate, skipped, retried or dead.',
  labelNames: ['group', 'type', 'outcome'],
  registers,
});
export const consumeDelay = new Histogram({
  name: 'event_delay_seconds',
  help: 'Time from the occurrence of an event to the end of its handler.',
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
export const parked = new Counter({
  name: 'outbox_parked_total',
  help: 'Events that Kafka refused and the relay parked.',
  labelNames: ['topic'],
  registers,
});
export const relayFailures = new Counter({
  name: 'outbox_relay_failures_total',
  help: 'Restarts of the relay after a failure.',
  registers,
});
export const relayLeader = new Gauge({
  name: 'outbox_relay_leader',
  help: '1 while this process publishes.',
  registers,
});
export const outboxAge = new Gauge({
  name: 'outbox_oldest_seconds',
  help: 'Age of the oldest unpublished event; 0 when there is none.',
  registers,
});
export const workerRuns = new Counter({
  name: 'worker_runs_total',
  help: 'Runs of periodic workers by outcome.',
  labelNames: ['worker', 'outcome'],
  registers,
});

export const jobRuns = new Counter({
  name: 'job_runs_total',
  help: 'Runs of jobs by outcome: finished, rescheduled, temporary, misconfigured or gave_up.',
  labelNames: ['queue', 'outcome'],
  registers,
});

/**
 * A counter of a service, exposed at `/metrics`. Names are unique in a process: create it once, at the top of a module.
 */
export function counter<L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> {
  return new Counter({ name, help, labelNames, registers });
}
