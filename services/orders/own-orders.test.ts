import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../platform/ids.ts';
import { newOrder } from './testing/orders.ts';
import { ordersSuite } from './testing/suite.ts';

/** Anybody can sign up with the address of somebody else: what was ordered with it is shown once it is verified. */
let suite: Awaited<ReturnType<typeof ordersSuite>>;
beforeAll(async () => {
  suite = await ordersSuite();
});
afterAll(() => suite.close());

async function place(more: Parameters<typeof newOrder>[0]): Promise<string> {
  const orderId = newId();
  const placed = await suite.checkout.placeOrder({ path: { orderId }, body: newOrder(more) });
  expect(placed.status).toBe(200);
  return orderId;
}

async function listed(client: ReturnType<typeof suite.shopper>, limit = 100): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const answer = await client.listMyOrders({ query: { limit, ...(cursor !== undefined && { cursor }) } });
    if (answer.status !== 200) throw new Error(`${answer.status}`);
    found.push(...answer.body.items.map(({ id }) => id));
    cursor = answer.body.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return found;
}

test('an address that was not verified shows nothing of what guests placed with it', async () => {
  const email = `ada.${newId()}@example.com`;
  const orderId = await place({ email });
  const stranger = suite.shopper(newId(), { email });
  expect(await listed(stranger)).toEqual([]);
  expect((await stranger.getOrder({ path: { orderId } })).status).toBe(404);
});

test('a verified address shows what guests placed with it among the own orders, page by page, in any spelling', async () => {
  const shopperId = newId();
  const key = newId();
  const ids: string[] = [];
  for (const more of [{ email: `Ada.${key}@Example.com` }, { shopperId }, { email: `ada.${key}@example.com` }])
    ids.unshift(await place(more));
  const ada = suite.shopper(shopperId, { verifiedEmail: `ada.${key}@example.com` });
  expect(await listed(ada)).toEqual(ids);
  expect(await listed(ada, 1)).toEqual(ids);
  for (const orderId of ids) expect((await ada.getOrder({ path: { orderId } })).status).toBe(200);
});

test('what somebody ordered while they were signed in is theirs alone, whatever address they gave', async () => {
  const email = `ada.${newId()}@example.com`;
  const orderId = await place({ email, shopperId: newId() });
  const ada = suite.shopper(newId(), { verifiedEmail: email });
  expect(await listed(ada)).toEqual([]);
  expect((await ada.getOrder({ path: { orderId } })).status).toBe(404);
});
