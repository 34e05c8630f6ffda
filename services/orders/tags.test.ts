import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { newId } from '../platform/ids.ts';
import { outboxRecords } from '../platform/testing/outbox.ts';
import { newOrder } from './testing/orders.ts';
import { type OrdersSuite, ordersSuite } from './testing/suite.ts';

let suite: OrdersSuite;
beforeAll(async () => {
  suite = await ordersSuite();
});
afterAll(() => suite.close());

async function placed(): Promise<string> {
  const orderId = newId();
  const answer = await suite.checkout.placeOrder({ path: { orderId }, body: newOrder() });
  if (answer.status !== 200) throw new Error(`${answer.status}`);
  return orderId;
}

async function change(orderIds: string[], tags: { add?: string[]; remove?: string[] }) {
  const answer = await suite.staff('support').changeOrderTags({ body: { orderIds, ...tags } });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer));
  return answer.body.items;
}

async function tagged(tag: string): Promise<string[]> {
  const answer = await suite.staff('orders').listOrders({ query: { tag, withTotal: true } });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer));
  expect(answer.body.total?.value).toBe(answer.body.items.length);
  return answer.body.items.map(({ id }) => id);
}

test('tags are put on many orders at once, found in any case, and taken away again', async () => {
  const first = await placed();
  const second = await placed();
  const other = await placed();
  const nobody = newId();
  expect(await change([second, first, nobody], { add: ['Gift wrap', 'call'] })).toHaveLength(2);
  expect(await change([first, other], { add: ['GIFT WRAP'] })).toEqual(
    expect.arrayContaining([
      { orderId: first, tags: ['call', 'Gift wrap'], added: [], removed: [] },
      { orderId: other, tags: ['GIFT WRAP'], added: ['GIFT WRAP'], removed: [] },
    ]),
  );
  expect(await tagged('gift wrap')).toEqual([other, second, first]);
  expect(await change([first], { remove: ['gift WRAP'], add: ['vip'] })).toEqual([
    { orderId: first, tags: ['call', 'vip'], added: ['vip'], removed: ['Gift wrap'] },
  ]);
  expect(await tagged('Gift Wrap')).toEqual([other, second]);
  const list = await suite.staff('orders').listOrderTags();
  expect(list.status === 200 && list.body.items).toEqual([
    { tag: 'call', orders: 2 },
    { tag: expect.stringMatching(/^gift wrap$/i), orders: 2 },
    { tag: 'vip', orders: 1 },
  ]);
  const exported = await suite.staff('orders').exportOrdersAsCsv({ query: { tag: 'vip' } });
  expect(exported.status === 200 && exported.body.trim().split('\n')).toHaveLength(2);
});

test('staff sees the tags of an order, its shopper does not', async () => {
  const orderId = await placed();
  await change([orderId], { add: ['difficult customer'] });
  const path = { orderId };
  expect(await suite.staff('orders').getOrder({ path })).toMatchObject({ body: { tags: ['difficult customer'] } });
  const shown = await suite.nobody.getOrder({ path }, { headers: { 'x-order-token': 'test' } });
  expect(shown.status).toBe(200);
  expect(shown.body).not.toHaveProperty('tags');
});

test('each order that changed is in the audit log, once', async () => {
  const changed = await placed();
  const same = await placed();
  await change([same], { add: ['known'] });
  await change([changed, same], { add: ['known'] });
  await change([changed, same], { add: ['known'] });
  const entries = async (id: string) =>
    z
      .array(z.object({ type: z.string(), payload: z.looseObject({ changes: z.array(z.unknown()).optional() }) }))
      .parse(await outboxRecords(suite.database, { aggregateid: id }))
      .filter(({ type }) => type === 'ChangeMade');
  const [entry, ...others] = await entries(changed);
  expect(others).toEqual([]);
  expect(entry?.payload).toMatchObject({
    resource: 'orders',
    action: 'changed',
    changes: [expect.objectContaining({ field: 'tags', after: ['known'] })],
  });
  expect(await entries(same)).toHaveLength(1);
});

test('an order has at most twenty tags: more change none of the orders', async () => {
  const full = await placed();
  const other = await placed();
  const many = Array.from({ length: 20 }, (_, index) => `tag ${index}`);
  await change([full], { add: many });
  const answer = await suite.staff('support').changeOrderTags({ body: { orderIds: [other, full], add: ['one more'] } });
  expect(answer).toMatchObject({ status: 422, body: { code: 'too_many_tags' } });
  expect(await tagged('one more')).toEqual([]);
  expect(await change([full], { remove: ['tag 3'], add: ['one more'] })).toMatchObject([{ added: ['one more'] }]);
});

test('shoppers and the catalog team do not tag', async () => {
  const body = { orderIds: [await placed()], add: ['mine'] };
  expect(await suite.nobody.changeOrderTags({ body })).toMatchObject({ status: 401 });
  expect(await suite.staff('catalog').changeOrderTags({ body })).toMatchObject({ status: 403 });
});
