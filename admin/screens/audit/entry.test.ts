import { expect, test } from '@jest/globals';
import { actorName } from '../../kit/components/actor-name.ts';
import { actionText, byDay, pageOf } from './entry.ts';

test('says who did what to which kind of thing', () => {
  expect(actorName({ actor: { kind: 'staff', id: 'a', email: 'olga@example.com' } })).toBe('olga@example.com');
  expect(actorName({ actor: { kind: 'service', id: 'catalog' } })).toBe('Catalog (by itself)');
  expect(actionText({ action: 'changed', resource: 'products' })).toBe('changed the product');
  expect(actionText({ action: 'adjusted', resource: 'stock' })).toBe('adjusted the stock of');
  expect(actionText({ action: 'changed', resource: 'shipping-settings' })).toBe('changed the shipping settings');
});

test('leads to the thing, and nowhere when it is gone', () => {
  const page = (
    resource: string,
    resourceId: string,
    action = 'changed',
    parent?: { resource: string; resourceId: string },
  ) => pageOf({ resource, resourceId, action, parent })?.path;
  expect(page('products', 'p/1')).toBe('/products/p%2F1/show');
  expect(page('products', 'p1', 'deleted')).toBeUndefined();
  expect(page('stock', '1082185')).toBe('/stock?filter=%7B%22sku%22%3A%221082185%22%7D');
  expect(page('pictures', 'x', 'uploaded', { resource: 'products', resourceId: 'p1' })).toBe('/products/p1/show');
  expect(page('unheard', 'x')).toBeUndefined();
});

test('entries stand under their day', () => {
  const now = new Date(2026, 10, 22, 9);
  const at = (day: number, hour: number) => ({ at: new Date(2026, 10, day, hour).toISOString() });
  const days = byDay([at(22, 8), at(22, 0), at(21, 23), at(20, 1)], now);
  expect(days.map(({ day, entries }) => [day, entries.length])).toEqual([
    ['Today', 2],
    ['Yesterday', 1],
    [new Date(2026, 10, 20).toLocaleDateString(undefined, { weekday: 'long', day: 'numeric', month: 'long' }), 1],
  ]);
});
