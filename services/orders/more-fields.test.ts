import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import type { NewOrder } from '../../generated/orders/types.ts';
import { newId } from '../platform/ids.ts';
import { applyFact, toOrder } from './order.ts';
import { placeOrder } from './store.ts';
import { findOrder } from './store-read.ts';
import { newOrder } from './testing/orders.ts';
import { type OrdersSuite, ordersSuite } from './testing/suite.ts';

let suite: OrdersSuite;
beforeAll(async () => {
  suite = await ordersSuite();
});
afterAll(() => suite.close());

/** An order as a later version of the contract has it: with a field of its own, of its totals and of each line. */
function laterOrder(): NewOrder {
  const order = newOrder();
  const lines = order.lines.map(line => ({ ...line, giftNote: 'for Bo', engraving: { lines: ['A', 'B'] } }));
  const later = { ...order, lines, totals: { ...order.totals, tax: { amount: 0, currency: 'USD' } }, channel: 'kiosk' };
  return later;
}

const payload = z.object({ payload: z.looseObject({ lines: z.array(z.unknown()) }) });

test('fields that the contract gains are stored, read and published before code knows them', async () => {
  const id = newId();
  const content = laterOrder();
  await placeOrder(suite, id, content);
  const found = await findOrder(suite.database, id);
  expect(found?.content).toEqual(content);
  if (!found) throw new Error('The order was placed');
  expect(toOrder(found)).toMatchObject({ lines: content.lines, totals: content.totals });

  const authorized = { id: 'authorized', kind: 'authorized', at: '2026-11-30T10:00:00.000Z' } as const;
  const [paid] = applyFact(found, authorized).events;
  const lines = content.lines.map(({ lineTotal: _, imageUrl: __, ...line }) => line);
  expect(paid).toMatchObject({ type: 'OrderPaid', payload: { lines } });
  expect(payload.parse(paid).payload.lines).toEqual(lines);
});

test('placing an order again is the same order only with the same fields', async () => {
  const id = newId();
  const content = laterOrder();
  const place = (order: NewOrder) => placeOrder(suite, id, order);
  expect(await place(content)).toMatchObject({ id, content });
  expect(await place(content)).toMatchObject({ id, content });
  expect(await place(newOrder())).toBe('different');
});
