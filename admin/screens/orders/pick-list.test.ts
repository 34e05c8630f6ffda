import { expect, test } from '@jest/globals';
import { pickList } from './pick-list.ts';

const line = (sku: string, quantity: number, location = 'east') => ({ sku, title: sku, quantity, location });

test('a pick list has each sku once a location, with the orders that it is for', () => {
  const shipments = [
    { status: 'ready' as const, orderNumber: 'C-1', lines: [line('tea', 2), line('mug', 1, 'west')] },
    { status: 'created' as const, orderNumber: 'C-2', lines: [line('tea', 1), line('bananas', 4)] },
    { status: 'delivered' as const, orderNumber: 'C-3', lines: [line('tea', 9)] },
    { status: 'cancelled' as const, orderNumber: 'C-4', lines: [line('tea', 9)] },
  ];
  const orders = [
    { number: 'C-1', quantity: 2 },
    { number: 'C-2', quantity: 1 },
  ];
  expect(pickList(shipments)).toEqual([
    {
      location: 'east',
      lines: [
        { sku: 'bananas', title: 'bananas', units: 4, orders: [{ number: 'C-2', quantity: 4 }] },
        { sku: 'tea', title: 'tea', units: 3, orders },
      ],
    },
    { location: 'west', lines: [{ sku: 'mug', title: 'mug', units: 1, orders: [{ number: 'C-1', quantity: 1 }] }] },
  ]);
});
