import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseAddress } from '../../generated/shipping/parsers.ts';
import { newId } from '../platform/ids.ts';
import { addressWithEveryField } from '../platform/testing/contract-fields.ts';
import type { Carrier } from './carriers/carrier.ts';
import { type ShippingSuite, shippingSuite } from './testing/suite.ts';

let suite: ShippingSuite;
beforeAll(async () => {
  suite = await shippingSuite();
});
afterAll(() => suite.close());

const types = (rows: { type: string }[]) => rows.map(row => row.type);
const later = (ms: number) => {
  suite.clock.now = new Date(suite.clock.now.getTime() + ms);
};

describe('a paid order, each event delivered twice', () => {
  test('waits for its stock, gets one parcel with a tracking number, and is moved along', async () => {
    const order = suite.order();
    await order.paid();
    await suite.work();
    expect(await order.parcel()).toMatchObject({
      status: 'waiting',
      orderNumber: 'C-10042',
      method: 'express',
      lines: [{ sku: '1082185', quantity: 2 }],
    });
    expect(await order.outboxTypes()).toEqual([]);
    await order.allocated();
    later(1);
    await suite.work();
    const created = await order.parcel();
    expect(created).toMatchObject({
      status: 'created',
      carrier: 'local',
      trackingNumber: expect.stringMatching(/^LC\d{9}$/),
      lines: [{ location: 'east' }],
    });
    later(61_000);
    await suite.work();
    expect(await order.parcel()).toMatchObject({ status: 'in_transit' });
    later(601_000);
    await suite.work();
    await suite.work();
    expect(await order.parcel()).toMatchObject({
      status: 'delivered',
      deliveredAt: expect.any(String),
      trackingNumber: created?.trackingNumber,
    });
    const events = await order.outboxTypes();
    expect(types(events)).toEqual(['ShipmentCreated', 'ShipmentInTransit', 'ShipmentDelivered']);
    const payload = {
      email: 'ada@example.com',
      phone: '+442079460000',
      lines: [{ sku: '1082185', title: 'Bananas', quantity: 2 }],
    };
    expect(events[0]?.payload).toMatchObject({
      ...payload,
      orderId: order.orderId,
      trackingNumber: created?.trackingNumber,
    });
  });

  test('has an address with every field that the contract has', async () => {
    const address = parseAddress(addressWithEveryField());
    const order = suite.order(newId(), address.name, address);
    await order.paid();
    await order.allocated();
    later(1);
    await suite.work();
    expect(await order.parcel()).toMatchObject({ status: 'created', address });
    expect((await order.outboxTypes())[0]?.payload).toMatchObject({ address });
  });

  test('is shipped as well when its stock is allocated first', async () => {
    const order = suite.order();
    await order.allocated();
    expect(await order.parcel()).toBeUndefined();
    await order.paid();
    later(1_000);
    await suite.work();
    expect(await order.parcel()).toMatchObject({
      status: 'created',
      lines: [{ sku: '1082185', title: 'Bananas', location: 'east' }],
    });
  });

  test('passes every step when the worker missed some', async () => {
    const order = suite.order();
    await order.paid();
    await order.allocated();
    later(1_000);
    await suite.work();
    later(3_600_000);
    await suite.work();
    expect(types(await order.outboxTypes())).toEqual(['ShipmentCreated', 'ShipmentInTransit', 'ShipmentDelivered']);
  });
});

describe('a cancelled order', () => {
  test.each([
    ['before it is known as paid', ['cancelled', 'paid', 'allocated']],
    ['before its stock is there', ['paid', 'cancelled', 'allocated']],
    ['before the parcel is booked', ['allocated', 'paid', 'cancelled']],
  ] as const)('%s is never shipped', async (_name, steps) => {
    const order = suite.order();
    for (const step of steps) await order[step]();
    later(1_000);
    await suite.work();
    expect(await order.parcel()).toMatchObject({ status: 'cancelled' });
    expect(types(await order.outboxTypes())).toEqual(['ShipmentCancelled']);
  });

  test('cancels a parcel that the carrier has not picked up, but not one that it has', async () => {
    const kept = suite.order();
    const gone = suite.order();
    for (const order of [kept, gone]) {
      await order.paid();
      await order.allocated();
    }
    later(1_000);
    await suite.work();
    await kept.cancelled();
    later(61_000);
    await suite.work();
    await gone.cancelled();
    expect(await kept.parcel()).toMatchObject({ status: 'cancelled' });
    expect(types(await kept.outboxTypes())).toEqual(['ShipmentCreated', 'ShipmentCancelled']);
    expect(await gone.parcel()).toMatchObject({ status: 'in_transit' });
    expect(types(await gone.outboxTypes())).toEqual(['ShipmentCreated', 'ShipmentInTransit']);
  });
});

describe('a carrier', () => {
  test('that is unreachable is called again; the parcel gets one number', async () => {
    const order = suite.order();
    await order.paid();
    await order.allocated();
    later(1_000);
    let calls = 0;
    const flaky: Carrier = {
      ...suite.local,
      async book(shipment) {
        calls += 1;
        const booking = await suite.local.book(shipment);
        if (calls === 1) throw new Error('the line went dead after it was booked');
        return booking;
      },
    };
    await suite.work(flaky);
    expect(await order.parcel()).toMatchObject({ status: 'ready' });
    later(2_000);
    await suite.work(flaky);
    expect(await order.parcel()).toMatchObject({ status: 'created' });
    expect(types(await order.outboxTypes())).toEqual(['ShipmentCreated']);
  });

  test('is called by two workers at the same time: one parcel, one event', async () => {
    const order = suite.order();
    await order.paid();
    await order.allocated();
    later(1_000);
    await Promise.all([suite.work(), suite.work(), suite.work()]);
    expect(types(await order.outboxTypes())).toEqual(['ShipmentCreated']);
  });

  test('responds too late when the order is cancelled during the call', async () => {
    const order = suite.order();
    await order.paid();
    await order.allocated();
    later(1_000);
    await suite.work({
      ...suite.local,
      async book(shipment) {
        if (shipment.orderId === order.orderId) await order.cancelled();
        return suite.local.book(shipment);
      },
    });
    expect(await order.parcel()).toMatchObject({ status: 'cancelled' });
    expect(types(await order.outboxTypes())).toEqual(['ShipmentCancelled']);
  });
});

describe('over HTTP', () => {
  test('shipping methods are public and cacheable', async () => {
    const response = await fetch(`${suite.url}/shipping/methods?country=US`);
    expect(response.headers.get('cache-control')).toContain('s-maxage=300');
    expect(response.headers.get('surrogate-key')).toBe('shipping-methods');
    expect(await response.json()).toMatchObject({
      items: [{ id: 'standard', price: { amount: 499, currency: 'USD' } }, { id: 'express' }, { id: 'overnight' }],
    });
    expect(await suite.nobody.listShippingMethods({ query: { country: 'KP' } })).toMatchObject({
      status: 200,
      body: { items: [] },
    });
    expect(await suite.nobody.listShippingMethods({ query: { country: 'usa' } })).toMatchObject({ status: 400 });
    expect((await fetch(`${suite.url}/shipping/methods`)).status).toBe(400);
  });

  test('staff page through parcels, filter them and see one', async () => {
    const orders = [suite.order(), suite.order(), suite.order()];
    for (const order of orders) await order.paid();
    const staff = suite.staff('support');
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const answer = await staff.listShipments({
        query: { limit: 2, status: 'waiting', ...(cursor === undefined ? {} : { cursor }) },
      });
      if (answer.status !== 200) throw new Error(`${answer.status}`);
      found.push(...answer.body.items.map(item => item.orderId));
      cursor = answer.body.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(found.slice(0, 3)).toEqual(orders.map(order => order.orderId).reverse());
    expect(new Set(found).size).toBe(found.length);
    const parcel = await orders[0]?.parcel();
    const path = { shipmentId: parcel?.id ?? '' };
    expect(await staff.getShipment({ path })).toMatchObject({ status: 200, body: parcel });
    expect(await staff.getLabel({ path })).toMatchObject({
      status: 404,
      body: { detail: expect.stringMatching(/waiting/) },
    });
    expect(await staff.listShipments({ query: { cursor: 'bm9uc2Vuc2U' } })).toMatchObject({ status: 400 });
  });

  test('other callers cannot', async () => {
    const path = { shipmentId: newId() };
    expect(await suite.nobody.listShipments()).toMatchObject({ status: 401 });
    expect(await suite.staff('catalog').listShipments()).toMatchObject({ status: 403 });
    expect(await suite.nobody.getLabel({ path })).toMatchObject({ status: 401 });
    expect(await suite.staff('orders').getShipment({ path })).toMatchObject({ status: 404 });
    expect(await suite.staff('orders').getLabel({ path })).toMatchObject({ status: 404 });
    expect(await suite.staff('orders').getShipment({ path: { shipmentId: '42' } })).toMatchObject({ status: 400 });
  });

  const booked = async () => {
    const order = suite.order();
    await order.paid();
    await order.allocated();
    later(1_000);
    await suite.work();
    return order;
  };
  const textOf = async (body: AsyncIterable<Uint8Array> | Iterable<number>) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of body) chunks.push(typeof chunk === 'number' ? Uint8Array.of(chunk) : chunk);
    return Buffer.concat(chunks).toString('latin1');
  };

  test('a booked parcel has a label of one page, A6', async () => {
    const order = await booked();
    const parcel = await order.parcel();
    const answer = await suite.staff('orders').getLabel({ path: { shipmentId: parcel?.id ?? '' } });
    if (answer.status !== 200) throw new Error(`${answer.status}`);
    const pdf = await textOf(answer.body);
    expect(pdf.startsWith('%PDF-')).toBe(true);
    expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1);
    expect(pdf).toMatch(/\/MediaBox \[0 0 297\.64 419\.53\]/);
    expect(pdf).toContain('Label C-10042');
  });

  test('several orders have one document, a page for each that has a label', async () => {
    const one = await booked();
    const other = await booked();
    const unbooked = newId();
    const clerk = suite.staff('support');
    const orderIds = [one.orderId, unbooked, other.orderId];
    const answer = await clerk.getLabels({ query: { orderIds } });
    if (answer.status !== 200) throw new Error(`${answer.status}`);
    const pdf = await textOf(answer.body);
    expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(2);
    expect(await clerk.getLabels({ query: { orderIds: [unbooked] } })).toMatchObject({ status: 404 });
    expect(await clerk.listShipments({ query: { orderIds } })).toMatchObject({
      body: { items: [{ orderId: other.orderId }, { orderId: one.orderId }] },
    });
  });

  test.each(['山田太郎', 'สมชาย ใจดี', 'محمد بن راشد'])('a label for %s is printed', async name => {
    const order = suite.order(newId(), name);
    await order.paid();
    await order.allocated();
    later(1_000);
    await suite.work();
    const parcel = await order.parcel();
    const answer = await suite.staff('orders').getLabel({ path: { shipmentId: parcel?.id ?? '' } });
    expect(answer.status).toBe(200);
  });

  test.each(['ꦲꦤꦕꦫꦏ', 'Ada 🍓'])('a label without letters for %s is refused, not printed as boxes', async name => {
    const order = suite.order(newId(), name);
    await order.paid();
    await order.allocated();
    later(1_000);
    await suite.work();
    const parcel = await order.parcel();
    const answer = await suite.staff('orders').getLabel({ path: { shipmentId: parcel?.id ?? '' } });
    expect(answer).toMatchObject({ status: 422, body: { code: 'letters_missing' } });
    expect(answer.status === 422 && answer.body.detail).toContain(name.split(' ').at(-1));
  });
});
