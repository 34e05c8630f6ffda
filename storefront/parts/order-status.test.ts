import { expect, test } from '@jest/globals';
import { cancellationOf } from './order-status.ts';

const at = '2026-11-22T10:00:00Z';
const placed = { type: 'placed', at } as const;
const cancelled = { type: 'cancelled', at } as const;

test.each([
  ['customer_cancelled', 'You cancelled it before it was paid.'],
  ['payment_declined', 'The card was declined.'],
  ['payment_expired', 'It was not paid in time.'],
  ['Customer changed their mind', ''],
])('an order that was cancelled before it was paid (%s): nothing was charged', (cancelReason, text) => {
  const message = cancellationOf({ timeline: [placed, cancelled], cancelReason });
  expect(message).toEqual({ title: 'This order was cancelled, and nothing was charged.', text, wasPaid: false });
});

test('an order that was cancelled after it was paid never says that nothing was charged', () => {
  const message = cancellationOf({ timeline: [placed, { type: 'paid', at }, cancelled], cancelReason: 'out_of_stock' });
  expect(message).toMatchObject({ wasPaid: true, text: expect.stringContaining('There was not enough left') });
  expect(`${message.title} ${message.text}`).not.toContain('nothing was charged');
});
