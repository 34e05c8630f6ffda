import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { inventoryTopics } from '../../generated/inventory/events.ts';
import { ordersTopics } from '../../generated/orders/events.ts';
import { shippingTopics } from '../../generated/shipping/events.ts';
import { newId } from '../platform/ids.ts';
import { outboxRecords } from '../platform/testing/outbox.ts';
import { consumeAll, type TestTopics, testTopics } from '../platform/testing/topics.ts';
import { until } from '../platform/testing/until.ts';
import { startProcess } from './testing/child.ts';
import { faults, type Inventory, startInventory, stockUp } from './testing/suite.ts';

let inventory: Inventory;
let kafka: TestTopics;
beforeAll(async () => {
  [inventory, kafka] = await Promise.all([startInventory(), testTopics(inventoryTopics, ordersTopics, shippingTopics)]);
});
afterAll(async () => {
  await kafka.drop();
  await inventory.close();
});

test('killed amid many requests: they are retried, nothing is lost, reserved twice or published without effect', async () => {
  await stockUp(inventory, { 'kill@east': 30, 'kill@west': 30 });
  const ids = Array.from({ length: 80 }, () => newId());
  const first = await startProcess(inventory, kafka.prefix);
  const left = [...ids];
  const answered = new Map<string, number>();
  const reserve = (client: typeof first.client, reservationId: string, expiresInSeconds: number) =>
    client.reserveStock({ path: { reservationId }, body: { lines: [{ sku: 'kill', quantity: 1 }], expiresInSeconds } });
  /** Sends one request after the other, until the process is gone. */
  const keepReserving = async () => {
    for (let id = left.pop(); id !== undefined; id = left.pop()) {
      const { status } = await reserve(first.client, id, 600);
      answered.set(id, status);
      if (answered.size === 15) await first.kill();
    }
    return 'all were answered';
  };
  const ends = await Promise.allSettled(Array.from({ length: 20 }, keepReserving));
  expect(ends.filter(({ status }) => status === 'fulfilled')).toEqual([]);

  const second = await startProcess(inventory, kafka.prefix);
  try {
    const after = await Promise.all(ids.map(id => reserve(second.client, id, 600)));
    expect(after.filter(answer => answer.status === 200)).toHaveLength(60);
    for (const [n, id] of ids.entries()) if (answered.get(id) === 200) expect(after[n]?.status).toBe(200);
    expect(await faults(inventory)).toEqual([]);
    await until(async () => (await outboxRecords(inventory.database)).length === 0, {
      describe: 'everything is published',
    });
    const events = await consumeAll(kafka.connection, 'inventory.stock.v1');
    const published = new Set(events.filter(event => event.type === 'InventoryReserved').map(event => event.id));
    const reserved = new Set(events.filter(event => event.type === 'InventoryReserved').map(event => event.key));
    expect(published.size).toBe(60);
    expect(reserved).toEqual(new Set(after.flatMap(answer => (answer.status === 200 ? [answer.body.id] : []))));

    const brief = newId();
    await stockUp(inventory, { 'brief@east': 1 });
    expect(
      await second.client.reserveStock({
        path: { reservationId: brief },
        body: { lines: [{ sku: 'brief', quantity: 1 }], expiresInSeconds: 1 },
      }),
    ).toMatchObject({ status: 200 });
    await until(
      async () => {
        const answer = await second.client.getReservation({ path: { reservationId: brief } });
        return answer.status === 200 && answer.body.status === 'expired';
      },
      { describe: 'the sweeper ends what has expired' },
    );
  } finally {
    await second.stop();
  }
  expect(await inventory.service.lookUpAvailability({ body: { skus: ['kill', 'brief'] } })).toMatchObject({
    body: {
      items: [
        { sku: 'kill', available: 0 },
        { sku: 'brief', available: 1 },
      ],
    },
  });
});
