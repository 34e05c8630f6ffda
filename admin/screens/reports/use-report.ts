import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiQuery } from '../../kit/api/use-api-query.ts';
import type { Period } from '../dashboard/periods.ts';
import type { PeriodReport } from './report.ts';
import { periodsOf, queryText, type ReportQuery } from './report-query.ts';

const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export interface Report {
  now: PeriodReport;
  before: PeriodReport | undefined;
}

/** A report and, where it is compared, that of the period before; null for a range that cannot be shown. */
export function useReport(query: ReportQuery) {
  const { by, measure, compare } = query;
  const read = async (period: Period, signal: AbortSignal): Promise<PeriodReport> => {
    const [report, carts] = await Promise.all([
      bodyOf(api.orders.getSalesReport({ query: { ...period, timeZone, by } }, { signal })),
      measure === 'conversion'
        ? bodyOf(api.cart.getCartStatistics({ query: { ...period, timeZone } }, { signal }))
        : undefined,
    ]);
    return { report, ...(carts && { carts: new Map(carts.days.map(day => [day.date, day.carts])) }) };
  };
  return useApiQuery(['report', queryText(query)], async (signal): Promise<Report | null> => {
    const periods = periodsOf(query, new Date());
    if (!periods) return null;
    const [now, before] = await Promise.all([
      read(periods.period, signal),
      compare ? read(periods.before, signal) : undefined,
    ]);
    return { now, before };
  });
}
