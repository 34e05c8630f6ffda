import { expect, test } from '@jest/globals';
import { consumersOfChange, type User } from './consumers.ts';

const users: User[] = [
  { consumer: 'storefront', operation: 'GET /orders' },
  { consumer: 'storefront', operation: 'GET /orders', lastUsed: '2026-11-29' },
  { consumer: 'admin', operation: 'GET /orders' },
  { consumer: 'curl', operation: 'GET /orders', lastUsed: '2026-11-01' },
  { consumer: 'search', operation: 'OrderPaid', lastUsed: '2026-11-02' },
  { consumer: 'audit', operation: 'OrderCancelled' },
];
const document = { channels: { order: { messages: { OrderPaid: {}, OrderCancelled: {} } } } };
const change = {
  severity: 'breaking',
  message: 'GET /orders removed',
  at: ['GET /orders'],
  hits: ['clients that send'],
};

test('a break hits who has a pact, and who was seen to use it', () => {
  expect(consumersOfChange(change, users, [])).toEqual([
    { consumer: 'admin', hasPact: true },
    { consumer: 'curl', hasPact: false, lastUsed: '2026-11-01' },
    { consumer: 'storefront', hasPact: true, lastUsed: '2026-11-29' },
  ]);
});

test('an addition, and what nobody meets, hits nobody', () => {
  expect(consumersOfChange({ ...change, severity: 'addition' }, users, [])).toEqual([]);
  expect(consumersOfChange({ ...change, hits: [] }, users, [])).toEqual([]);
});

test('of a channel it hits who consumes the message that changed, else all of them', () => {
  const at = ['order'];
  const of = (message: string) =>
    consumersOfChange({ ...change, at, message }, users, [document]).map(({ consumer }) => consumer);
  expect(of('message OrderPaid of order: number removed')).toEqual(['search']);
  expect(of('topic of order changed')).toEqual(['audit', 'search']);
});
