import { isObject } from '../api/request-body.ts';

/** A result that was opened before. */
export interface RecentResult {
  to: string;
  label: string;
  kind: string;
}

const KEY = 'covenant.palette-recent';
const MOST = 8;

/** The results opened last, the latest first; kept in this browser. */
export function recentResults(storage: Pick<Storage, 'getItem'> = localStorage): RecentResult[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isRecent) : [];
  } catch {
    return [];
  }
}

export function rememberResult(
  { to, label, kind }: RecentResult,
  storage: Pick<Storage, 'getItem' | 'setItem'> = localStorage,
): void {
  const others = recentResults(storage).filter(other => other.to !== to);
  storage.setItem(KEY, JSON.stringify([{ to, label, kind }, ...others].slice(0, MOST)));
}

function isRecent(value: unknown): value is RecentResult {
  return (
    isObject(value) && typeof value.to === 'string' && typeof value.label === 'string' && typeof value.kind === 'string'
  );
}
