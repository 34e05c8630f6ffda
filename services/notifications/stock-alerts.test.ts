import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { catalogEvents } from '../../generated/catalog/events.ts';
import { inventoryEvents } from '../../generated/inventory/events.ts';
import { createNotificationsClient } from '../../generated/notifications/client.ts';
import { newId } from '../platform/ids.ts';
import { until } from '../platform/testing/until.ts';
import { retentionRules } from './store-retention.ts';
import { KEPT_DAYS, MAX_ALERTS } from './store-stock-alerts.ts';
import { inbox, type NotificationsSuite, notificationsSuite } from './testing/suite.ts';

let suite: NotificationsSuite;
beforeAll(async () => {
  suite = await notificationsSuite();
});
afterAll(() => suite.close());

let number = 0;
/** A variant that is for sale and sold out. */
function soldOut(): string {
  number += 1;
  const sku = `gone-${number}`;
  const image = { url: '/media/0123456789abcdef0123456789abcdef-1280.webp', width: 1, height: 1, alt: '', sizes: [] };
  const price = { amount: 1_200, currency: 'USD' };
  const about = { sku, productId: newId(), slug: 'a-cup', title: 'Cup – <Blue>', price, image, productVersion: 1 };
  suite.shelf.set(sku, { variant: about, units: 0 });
  return sku;
}
const newEmail = () => `ada.${newId()}@example.com`;
const ask = (sku: string, email: string) => suite.nobody.createStockAlert({ body: { sku, email } });

/** Stock arrives, which inventory says twice. */
async function restock(sku: string, units = 3): Promise<void> {
  const known = suite.shelf.get(sku);
  suite.shelf.set(sku, { ...known, units });
  const change = { sku, location: 'east', delta: units, reason: 'received', available: units, version: 2 };
  await suite.deliver(inventoryEvents.StockAdjusted(sku, change));
}

/** What is sent by now. */
async function sentTo(email: string) {
  await suite.checkAlerts();
  await suite.send();
  const found = await suite.staff('support').listMessages({ query: { recipient: email } });
  return found.status === 200 ? found.body.items : [];
}

const waitingFor = async (...sku: string[]) => {
  const answer = await suite.staff('catalog').listStockAlerts({ query: { sku } });
  if (answer.status !== 200) throw new Error(`${answer.status}`);
  return answer.body.items;
};

test('who asks gets one mail when the variant can be bought again, with its picture and a link to it', async () => {
  const sku = soldOut();
  const email = newEmail();
  const asked = await ask(sku, ` ${email} `);
  expect(asked).toMatchObject({ status: 202, body: { sku, email } });
  expect(await sentTo(email)).toEqual([]);
  await restock(sku);
  expect(await sentTo(email)).toMatchObject([{ template: 'back-in-stock', status: 'sent' }]);
  const [mail] = await until(async () => (await inbox(email)).length > 0 && inbox(email), { describe: 'the mail' });
  expect(mail?.subject).toBe('Back in stock: Cup – <Blue>');
  expect(mail?.html).toContain('Cup – &lt;Blue&gt;');
  expect(mail?.html).toContain('http://shop.example/media/0123456789abcdef0123456789abcdef-160.webp');
  expect(mail?.text).toContain(`http://shop.example/products/a-cup?sku=${sku}`);
  await restock(sku, 9);
  expect(await sentTo(email)).toHaveLength(1);
});

test('asking twice is one mail, whatever the case of the address; asking again after the mail is another', async () => {
  const sku = soldOut();
  const email = newEmail();
  await Promise.all([ask(sku, email), ask(sku, email.toUpperCase()), ask(sku, email)]);
  expect(await waitingFor(sku)).toMatchObject([{ sku, waiting: 1 }]);
  await restock(sku);
  const count = async () => (await sentTo(email)).length + (await sentTo(email.toUpperCase())).length;
  expect(await count()).toBe(1);
  suite.shelf.set(sku, { ...suite.shelf.get(sku), units: 0 });
  await ask(sku, email);
  await restock(sku);
  expect((await sentTo(email)).length + (await sentTo(email.toUpperCase())).length).toBe(2);
});

test('who asks for what is there by then is written to at once', async () => {
  const sku = soldOut();
  const email = newEmail();
  suite.shelf.set(sku, { ...suite.shelf.get(sku), units: 1 });
  await ask(sku, email);
  expect(await sentTo(email)).toHaveLength(1);
});

test('stock that is gone again, and a product that is not for sale, are waited for', async () => {
  const sku = soldOut();
  const email = newEmail();
  const variant = suite.shelf.get(sku)?.variant;
  if (!variant) throw new Error('a variant');
  await ask(sku, email);
  await restock(sku);
  suite.shelf.set(sku, { variant, units: 0 });
  expect(await sentTo(email)).toEqual([]);
  await suite.deliver(
    inventoryEvents.InventoryReleased(newId(), {
      reservationId: newId(),
      reason: 'expired',
      lines: [{ sku, quantity: 1, available: 1, version: 3 }],
    }),
  );
  suite.shelf.set(sku, { units: 1 });
  expect(await sentTo(email)).toEqual([]);
  suite.shelf.set(sku, { variant, units: 1 });
  const { productId: id, slug, title, price } = variant;
  const at = '2026-11-22T10:00:02Z';
  const product = { id, slug, title, status: 'active' as const, category: { slug: 'cups', name: 'Cups' } };
  const rest = { images: [], tags: [], variants: [{ sku, title, price }], version: 2, createdAt: at, updatedAt: at };
  await suite.deliver(catalogEvents.ProductUpdated(id, { ...product, ...rest }));
  expect(await sentTo(email)).toHaveLength(1);
});

test('stock that arrives while alerts are looked at is not missed', async () => {
  const sku = soldOut();
  const email = newEmail();
  await ask(sku, email);
  const { lookUpAvailability } = suite.inventory;
  const looked = await suite.checkAlerts({
    // between the look and its outcome
    async lookUpAvailability(request) {
      const answer = await lookUpAvailability(request);
      await restock(sku);
      return answer;
    },
  });
  expect(looked).toBeGreaterThan(0);
  expect(await sentTo(email)).toHaveLength(1);
});

describe('the limits', () => {
  test(`an address waits for ${MAX_ALERTS} variants at most, also when it asks at the same moment`, async () => {
    const email = newEmail();
    const answers = await Promise.all(Array.from({ length: MAX_ALERTS + 5 }, () => ask(soldOut(), email)));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(MAX_ALERTS);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.body).toMatchObject({ code: 'too_many_alerts' });
    expect(await ask(soldOut(), newEmail())).toMatchObject({ status: 202 });
  });

  test('what is not for sale and what is no address is refused', async () => {
    expect(await ask('never-heard-of', newEmail())).toMatchObject({ status: 404, body: { code: 'unknown_sku' } });
    expect(await ask(soldOut(), 'nobody')).toMatchObject({ status: 400 });
    expect(await suite.nobody.createStockAlert({ body: { sku: soldOut() } })).toMatchObject({
      status: 422,
      body: { code: 'email_missing' },
    });
  });
});

test('a shopper who is signed in need not say the address', async () => {
  const sku = soldOut();
  const email = newEmail();
  const headers = await suite.identity.headers({ kind: 'shopper', id: newId(), email });
  const client = createNotificationsClient({ baseUrl: suite.url, headers: () => headers });
  expect(await client.createStockAlert({ body: { sku } })).toMatchObject({ status: 202, body: { email } });
});

test('the link of the mail ends every alert of its address, and no other link does', async () => {
  const sku = soldOut();
  const other = soldOut();
  const email = newEmail();
  await Promise.all([ask(sku, email), ask(other, email), ask(other, newEmail())]);
  await restock(sku);
  await sentTo(email);
  const [mail] = await until(async () => (await inbox(email)).length > 0 && inbox(email), { describe: 'the mail' });
  const link = /stock-alerts\/(?<alertId>[\w-]+)\?token=(?<token>[\w-]+)/.exec(mail?.text ?? '')?.groups;
  const { alertId = '', token = '' } = link ?? {};
  const end = (id: string, key: string) =>
    suite.nobody.endStockAlerts({ path: { alertId: id }, headers: { 'x-alert-token': key } });
  expect(await end(newId(), token)).toMatchObject({ status: 404 });
  expect(await waitingFor(other)).toMatchObject([{ waiting: 2 }]);
  expect(await end(alertId, token)).toMatchObject({ status: 204 });
  expect(await end(alertId, token)).toMatchObject({ status: 204 });
  expect(await waitingFor(other)).toMatchObject([{ waiting: 1 }]);
  await restock(other);
  expect(await sentTo(email)).toHaveLength(1);
  // staff read the mail without what would end the alerts
  const [message] = await sentTo(email);
  const shown = await suite.staff('support').getMessage({ path: { messageId: message?.id ?? '' } });
  expect(JSON.stringify(shown.body)).toContain('stock-alerts/');
  expect(JSON.stringify(shown.body)).not.toContain(token);
});

test('staff sees how many wait, the most wanted first; shoppers do not', async () => {
  const few = soldOut();
  const many = soldOut();
  for (const sku of [few, many, many]) await ask(sku, newEmail());
  expect((await waitingFor(few, many, 'nobody-waits')).map(({ sku, waiting }) => [sku, waiting])).toEqual([
    [many, 2],
    [few, 1],
  ]);
  expect(await suite.nobody.listStockAlerts({ query: {} })).toMatchObject({ status: 401 });
});

test('addresses are deleted when their time is over, with their messages', async () => {
  const sku = soldOut();
  const other = soldOut();
  const sent = newEmail();
  const waiting = newEmail();
  const fresh = newEmail();
  await ask(sku, sent);
  await restock(sku);
  await sentTo(sent);
  await ask(other, waiting);
  const { database } = suite;
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
  const old = daysAgo(KEPT_DAYS.sent + 1);
  await database.stockAlert.updateMany({ where: { email: sent }, data: { createdAt: old, sentAt: old } });
  await database.message.updateMany({ where: { recipient: sent }, data: { createdAt: old } });
  await database.stockAlert.updateMany({ where: { email: waiting }, data: { createdAt: old } });
  await ask(other, fresh);
  const left = async () => {
    for (const rule of retentionRules(database, { MESSAGE_RETENTION_DAYS: 400 }))
      while ((await rule.deleteExpired(1)) === 1);
    const rows = await database.stockAlert.findMany({ where: { email: { in: [sent, waiting, fresh] } } });
    return rows.map(({ email }) => email).sort();
  };
  expect(await left()).toEqual([waiting, fresh].sort());
  expect(await database.message.count({ where: { recipient: sent } })).toBe(0);
  await database.stockAlert.updateMany({
    where: { email: waiting },
    data: { createdAt: daysAgo(KEPT_DAYS.waiting + 1) },
  });
  expect(await left()).toEqual([fresh]);
});
