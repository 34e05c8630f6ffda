import { expect, test } from '@jest/globals';
import { newestFirst, pageOf, parseActivity, summaryOf } from './activity.ts';
import { prepended } from './feed-message.ts';

const paid = {
  id: 'a.1',
  type: 'OrderPaid',
  subject: 'order-1',
  at: '2026-11-22T10:00:02Z',
  service: 'orders',
  summary: 'C-10042 is paid: $12.40',
};

test('ignores messages of the edge that are no activity, and reads the others', () => {
  const { id, ...data } = paid;
  expect(parseActivity(id, JSON.stringify(data))).toEqual(paid);
  expect(parseActivity('a.2', '{"type":"OrderPaid","subject":"x","at":"y"}')).toMatchObject({
    service: undefined,
    summary: undefined,
  });
  for (const nonsense of ['', 'null', '[]', '{"type":1}', '{']) expect(parseActivity('a.3', nonsense)).toBeUndefined();
});

test('the newest comes first, each once, also when the stream repeats it', () => {
  const next = { ...paid, id: 'a.2' };
  expect(prepended([paid], next, 5)).toEqual([next, paid]);
  expect(prepended([next, paid], paid, 5)).toEqual([next, paid]);
  expect(prepended([paid], next, 1)).toEqual([next]);
});

test('what a tab receives late takes its place among what it knew', () => {
  const at = (id: string, time: string) => ({ ...paid, id, at: time });
  const first = at('a.1', '2026-11-22T10:00:00Z');
  const late = at('a.2', '2026-11-22T10:00:01.5Z');
  const last = at('a.3', '2026-11-22T10:00:02Z');
  expect(newestFirst([last, first, late, first], 5)).toEqual([last, late, first]);
  expect(newestFirst([last, first, late], 2)).toEqual([last, late]);
});

test('has words for events that nobody described', () => {
  expect(summaryOf(paid)).toBe('C-10042 is paid: $12.40');
  expect(summaryOf({ ...paid, type: 'PriceListPublished', summary: undefined })).toBe('Price list published');
});

test('leads to what it is about', () => {
  expect(pageOf(paid)).toEqual({ resource: 'orders', path: '/orders/order-1/show' });
  expect(pageOf({ ...paid, service: 'inventory', type: 'StockAllocated' })?.path).toBe('/orders/order-1/show');
  expect(pageOf({ ...paid, service: 'inventory', type: 'StockAdjusted', subject: '1082185' })?.path).toBe(
    '/stock?filter=%7B%22sku%22%3A%221082185%22%7D',
  );
  expect(pageOf({ ...paid, service: 'elsewhere', type: 'Unheard' })).toBeUndefined();
});
