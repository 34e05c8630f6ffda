import { describe, expect, test } from '@jest/globals';
import type { SalesReport } from '../../../generated/orders/types.ts';
import { reportCsv, reportRows, totalOf } from './report.ts';
import { periodsOf, queryText, readQuery } from './report-query.ts';

const usd = (amount: number) => ({ amount, currency: 'USD' });
const row = (key: string, orders: number, amount: number) => {
  return { key, label: key, orders, units: orders * 2, sales: usd(amount) };
};
const report = (by: SalesReport['by'], rows: SalesReport['rows']): SalesReport => {
  const sum = (of: (row: SalesReport['rows'][number]) => number) => rows.reduce((total, one) => total + of(one), 0);
  const total = {
    orders: sum(one => one.orders),
    units: sum(one => one.units),
    sales: usd(sum(one => one.sales.amount)),
  };
  return { by, rows, total };
};

describe('rows', () => {
  const now = { report: report('product', [row('tea', 3, 900), row('mug', 1, 500)]) };
  const before = { report: report('product', [row('pot', 1, 100), row('tea', 2, 600)]) };

  test('of products are compared with the same product, which may not have sold before', () => {
    expect(reportRows('sales', now, before)).toMatchObject([
      { key: 'tea', value: 900, before: 600, change: 0.5 },
      { key: 'mug', value: 500, before: 0, change: undefined },
    ]);
    expect(reportRows('average', now, undefined)).toMatchObject([
      { value: 300, before: undefined },
      { value: 500, before: undefined },
    ]);
    expect(totalOf('average', now)).toBe(350);
  });

  test('of days are compared with the day at the same place, and conversion with the carts of the day', () => {
    const days = { report: report('day', [row('2026-11-22', 1, 100), row('2026-11-23', 2, 300)]) };
    const carts = new Map([
      ['2026-11-22', 4],
      ['2026-11-23', 4],
    ]);
    expect(reportRows('sales', days, { report: report('day', [row('2026-11-20', 1, 50)]) })).toMatchObject([
      { value: 100, before: 50, change: 1 },
      { value: 300, before: 0 },
    ]);
    expect(reportRows('conversion', { ...days, carts }, undefined).map(({ value }) => value)).toEqual([0.25, 0.5]);
    expect(totalOf('conversion', { ...days, carts })).toBe(0.375);
  });

  test('are a file', () => {
    expect(reportCsv({ report: report('product', [{ ...row('tea', 3, 900), label: '=Tea, green' }]) })).toBe(
      `product,title,orders,units,sales,currency\r\ntea,"'=Tea, green",3,6,9.00,USD\r\n`,
    );
  });
});

describe('the address of a report', () => {
  test('is read as it was written, and anything else is sales of 30 days', () => {
    const query = {
      measure: 'orders',
      by: 'country',
      range: { from: '2026-11-01', to: '2026-11-07' },
      compare: false,
    } as const;
    expect(readQuery(new URLSearchParams(queryText(query)))).toEqual(query);
    expect(readQuery(new URLSearchParams('measure=x&by=y&days=31&from=1&to=2'))).toEqual({
      measure: 'sales',
      by: 'day',
      range: 30,
      compare: true,
    });
    expect(readQuery(new URLSearchParams('measure=conversion&by=product'))).toMatchObject({ by: 'day' });
  });

  test('says the period, and the one before it of as many days', () => {
    const now = new Date(2026, 10, 23, 15, 30);
    const at = (day: number, hour = 0, minute = 0) => new Date(2026, 10, day, hour, minute).toISOString();
    const query = readQuery(new URLSearchParams('days=7'));
    expect(periodsOf(query, now)).toEqual({
      period: { from: at(17), to: at(23, 15, 30) },
      before: { from: at(10), to: at(16, 15, 30) },
    });
    const custom = { ...query, range: { from: '2026-11-01', to: '2026-11-02' } };
    expect(periodsOf(custom, now)).toEqual({
      period: { from: at(1), to: at(3) },
      before: { from: new Date(2026, 9, 30).toISOString(), to: at(1) },
    });
    expect(periodsOf({ ...query, range: { from: '2026-01-01', to: '2026-11-01' } }, now)).toBeUndefined();
    expect(periodsOf({ ...query, range: { from: '2027-01-01', to: '2027-01-02' } }, now)).toBeUndefined();
  });
});
