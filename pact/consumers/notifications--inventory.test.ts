import { afterAll, beforeAll, expect } from '@jest/globals';
import { createInventoryClient } from '../../generated/inventory/client.ts';
import { type NotificationsSuite, notificationsSuite } from '../../services/notifications/testing/suite.ts';
import { newId } from '../../services/platform/ids.ts';
import { pactBetween } from '../consumer.ts';
import { SKU } from '../examples.ts';
import { inventoryReleased, stockAdjusted } from '../stock-events.ts';

const { httpInteraction, messageInteraction } = pactBetween('notifications', 'inventory');

let suite: NotificationsSuite;
beforeAll(async () => {
  suite = await notificationsSuite();
});
afterAll(() => suite.close());

/** Somebody waits for a variant; its alert. */
async function wait(sku: string): Promise<string> {
  const id = newId();
  await suite.database.stockAlert.create({
    data: { id, sku, email: `${id}@example.com`, createdAt: new Date(), dueAt: new Date() },
  });
  return id;
}
const isDue = async (id: string) =>
  (await suite.database.stockAlert.findUnique({ where: { id } }))?.dueAt instanceof Date;

httpInteraction(
  'how many there are',
  {
    given: { state: 'there is stock', params: { sku: 'WANTED', onHand: 40 } },
    request: { method: 'POST', path: '/internal/inventory/availability', body: { skus: ['WANTED'] } },
    response: { status: 200, body: { items: [{ sku: 'WANTED', available: 40 }] } },
  },
  async baseUrl => {
    const price = { amount: 101, currency: 'USD' };
    const variant = { sku: 'WANTED', productId: newId(), slug: 'b', title: 'Bananas', price, productVersion: 1 };
    suite.shelf.set('WANTED', { variant, units: 0 });
    const id = await wait('WANTED');
    await suite.checkAlerts(createInventoryClient({ baseUrl }));
    expect((await suite.database.stockAlert.findUnique({ where: { id } }))?.sentAt).toBeInstanceOf(Date);
  },
);

for (const event of [stockAdjusted, inventoryReleased])
  messageInteraction(event, async message => {
    const id = await wait(SKU);
    await suite.database.stockAlert.update({ where: { id }, data: { dueAt: null } });
    await suite.receive(message);
    expect(await isDue(id)).toBe(true);
  });
