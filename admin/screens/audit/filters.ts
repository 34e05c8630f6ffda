/** A filter of the audit log, as its operation takes it. */
export interface AuditFilter {
  resource?: string;
  resourceId?: string;
  actor?: string;
  from?: string;
  to?: string;
}

export const spans = [
  { value: '', label: 'Any time' },
  { value: 'today', label: 'Today' },
  { value: '7', label: 'Last 7 days' },
  { value: '30', label: 'Last 30 days' },
  { value: 'days', label: 'Between two days' },
] as const;

/** The filter of the page's URL. Days are in the reader's zone; the last day is included. */
export function filterOf(parameters: URLSearchParams, now: Date): AuditFilter {
  const resource = parameters.get('resource');
  const resourceId = parameters.get('resourceId');
  const actor = parameters.get('actor');
  return {
    ...(resource && { resource }),
    ...(resource && resourceId && { resourceId }),
    ...(actor && { actor }),
    ...times(parameters, now),
  };
}

function times(parameters: URLSearchParams, now: Date): { from?: string; to?: string } {
  const span = parameters.get('time') ?? '';
  const startOf = (daysAgo: number) =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysAgo).toISOString();
  if (span === 'today') return { from: startOf(0) };
  if (span === '7' || span === '30') return { from: startOf(Number(span) - 1) };
  if (span !== 'days') return {};
  const from = dayStart(parameters.get('from'), 0);
  const to = dayStart(parameters.get('to'), 1);
  return { ...(from && { from }), ...(to && { to }) };
}

/** The moment a day begins (`2026-11-22`), or the day after it. */
function dayStart(day: string | null, after: number): string | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day ?? '');
  if (!match) return undefined;
  const date = new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3]) + after);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
