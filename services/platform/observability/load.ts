/** The load of a service in this process in the last minute. */
export interface Load {
  requests: number;
  /** Responses with 5xx. */
  failed: number;
  /** Within this time 95 % of the responses were complete, ms; null without requests. */
  p95Ms: number | null;
  /** Events. */
  consumed: number;
  /** Events. */
  published: number;
}

interface Second {
  second: number;
  failed: number;
  consumed: number;
  published: number;
  durations: number[];
  requests: number;
}

const SECONDS = 60;
/** Durations kept of one second; of more, the first ones stand for all. */
const MAX_DURATIONS = 200;

/** Counts over the last 60 seconds, second by second. */
export function createLoad(now: () => number = Date.now) {
  let seconds: Second[] = [];

  const recent = (): Second[] => {
    const from = Math.floor(now() / 1_000) - SECONDS;
    seconds = seconds.filter(({ second }) => second > from);
    return seconds;
  };
  const current = (): Second => {
    const second = Math.floor(now() / 1_000);
    const last = seconds.at(-1);
    if (last?.second === second) return last;
    const next: Second = { second, failed: 0, consumed: 0, published: 0, durations: [], requests: 0 };
    recent().push(next);
    return next;
  };

  return {
    /** Counts a response; `ms` since its request. */
    request(ms: number, status: number): void {
      const second = current();
      second.requests += 1;
      if (status >= 500) second.failed += 1;
      if (second.durations.length < MAX_DURATIONS) second.durations.push(ms);
    },
    consumed(count: number): void {
      current().consumed += count;
    },
    published(count: number): void {
      current().published += count;
    },
    read(): Load {
      const all = recent();
      const sum = (of: (second: Second) => number): number => all.reduce((total, second) => total + of(second), 0);
      const durations = all.flatMap(second => second.durations).sort((a, b) => a - b);
      const p95 = durations[Math.ceil(durations.length * 0.95) - 1];
      return {
        requests: sum(second => second.requests),
        failed: sum(second => second.failed),
        p95Ms: p95 === undefined ? null : Math.round(p95 * 10) / 10,
        consumed: sum(second => second.consumed),
        published: sum(second => second.published),
      };
    },
  };
}

const loads = new Map<string, ReturnType<typeof createLoad>>();

/** The counter of a service's load; several services may run in one process. */
export function loadOf(service: string): ReturnType<typeof createLoad> {
  const load = loads.get(service) ?? createLoad();
  loads.set(service, load);
  return load;
}
