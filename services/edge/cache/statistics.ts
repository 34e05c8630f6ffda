import type { EdgeCounts, EdgeFront } from '../../../generated/edge/types.ts';

const MINUTE_MS = 60_000;
const MINUTES = 60;

const noCounts = (): EdgeCounts => ({
  hits: 0,
  stale: 0,
  misses: 0,
  revalidated: 0,
  passes: 0,
  errors: 0,
  purges: 0,
  bytes: 0,
});

/** Adds `more` to `counts`. */
function add(counts: EdgeCounts, more: Partial<EdgeCounts>): EdgeCounts {
  return {
    hits: counts.hits + (more.hits ?? 0),
    stale: counts.stale + (more.stale ?? 0),
    misses: counts.misses + (more.misses ?? 0),
    revalidated: counts.revalidated + (more.revalidated ?? 0),
    passes: counts.passes + (more.passes ?? 0),
    errors: counts.errors + (more.errors ?? 0),
    purges: counts.purges + (more.purges ?? 0),
    bytes: counts.bytes + (more.bytes ?? 0),
  };
}

/** Counters of the last hour. */
export interface Statistics {
  count(listener: string, name: keyof EdgeCounts, by?: number): void;
  /** Sums and minutes of the last hour, oldest first. */
  report(): { since: string; total: EdgeCounts; fronts: EdgeFront[] };
}

/** Counts by listener and by minute, in memory; minutes older than an hour are dropped. */
export function createStatistics(listeners: readonly string[], now: () => number = Date.now): Statistics {
  const began = now();
  const minutes = new Map<string, Map<number, EdgeCounts>>(listeners.map(listener => [listener, new Map()]));

  function dropOld(counts: Map<number, EdgeCounts>): void {
    const oldest = Math.floor(now() / MINUTE_MS) - MINUTES + 1;
    for (const minute of counts.keys()) if (minute < oldest) counts.delete(minute);
  }

  return {
    count(listener, name, by = 1) {
      const own = minutes.get(listener);
      if (!own) return;
      const minute = Math.floor(now() / MINUTE_MS);
      let counts = own.get(minute);
      if (!counts) {
        dropOld(own);
        counts = noCounts();
        own.set(minute, counts);
      }
      counts[name] += by;
    },
    report() {
      const reports = [...minutes].map(([name, counts]) => {
        dropOld(counts);
        return {
          name,
          total: [...counts.values()].reduce(add, noCounts()),
          minutes: [...counts].map(([minute, count]) => ({ at: new Date(minute * MINUTE_MS).toISOString(), ...count })),
        };
      });
      const since = new Date(Math.max(began, now() - MINUTES * MINUTE_MS)).toISOString();
      return { since, total: reports.map(({ total }) => total).reduce(add, noCounts()), fronts: reports };
    },
  };
}
