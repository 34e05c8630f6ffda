import { expect, test } from '@jest/globals';
import type { AdminField } from '../../../contracts/codegen/runtime/admin.ts';
import { resources } from '../../../generated/admin/resources.ts';
import { mobilePlacements } from './mobile-layout.ts';

const places = (columns: readonly AdminField[]) => Object.fromEntries(mobilePlacements(columns));

test('an order has its state at the right and the rest below, each saying by itself what it is', () => {
  expect(places(resources.orders.list.columns)).toEqual({
    placedAt: 'alone',
    'shippingAddress.name': 'alone',
    status: 'aside',
    'totals.total': 'alone',
    lines: 'counted',
    'shippingAddress.country': 'alone',
    tags: 'alone',
  });
});

test('a record without a status has its amount at the right; two dates have labels', () => {
  expect(places(resources.customers.list.columns)).toMatchObject({
    spent: 'aside',
    orders: 'counted',
    firstOrderAt: 'labelled',
    lastOrderAt: 'labelled',
  });
});

test('several amounts, and what is only yes or no, keep their labels', () => {
  expect(places(resources.payments.list.columns)).toMatchObject({
    amount: 'labelled',
    captured: 'labelled',
    refunded: 'labelled',
  });
  expect(
    places([
      { name: 'name', label: 'Name', kind: 'text' },
      { name: 'changed', label: 'Changed', kind: 'boolean' },
    ]),
  ).toEqual({
    changed: 'labelled',
  });
});
