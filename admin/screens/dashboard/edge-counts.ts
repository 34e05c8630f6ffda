import type { EdgeCounts, EdgeStatistics } from '../../../generated/edge/types.ts';

export interface CacheFigures {
  /** Hit rate among cacheable requests; undefined without any. */
  hitRate: number | undefined;
  /** Answers that no service had to make. */
  saved: number;
  asked: number;
}

/** Cache figures of the cacheable requests. */
export function cacheFigures({ hits, stale, misses }: EdgeCounts): CacheFigures {
  const saved = hits + stale;
  const asked = saved + misses;
  return { saved, asked, hitRate: asked === 0 ? undefined : saved / asked };
}

export interface EdgeMinute {
  at: string;
  saved: number;
  misses: number;
}

/** All fronts together by minute, the last hour with its quiet minutes, the oldest first. */
export function minutesOf({ fronts }: EdgeStatistics, now: Date): EdgeMinute[] {
  const minute = 60_000;
  const last = Math.floor(now.getTime() / minute) * minute;
  return Array.from({ length: 60 }, (_, index) => {
    const at = last - (59 - index) * minute;
    const counts = fronts.flatMap(({ minutes }) => minutes.filter(each => Date.parse(each.at) === at));
    return {
      at: new Date(at).toISOString(),
      saved: counts.reduce((sum, { hits, stale }) => sum + hits + stale, 0),
      misses: counts.reduce((sum, { misses }) => sum + misses, 0),
    };
  });
}

/** `1.2 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  return (bytes / 1000 ** power).toLocaleString(undefined, {
    style: 'unit',
    unit: units[power] ?? 'byte',
    maximumFractionDigits: power > 1 ? 1 : 0,
  });
}
