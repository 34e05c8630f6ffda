import { expect } from '@jest/globals';
import { bodyOf } from '../../contracts/codegen/runtime/admin.ts';
import { consoleClients, problemLike } from '../console-clients.ts';
import { pactBetween } from '../consumer.ts';
import { AT, address, parcelLine, uuidOf } from '../examples.ts';
import { exactly, pathFromState } from '../matchers.ts';

const { httpInteraction } = pactBetween('admin', 'shipping');
const shipmentId = uuidOf(100);
const orderId = uuidOf(101);
const key = (number: number) => ({ 'idempotency-key': `console-pact-${number}` });
const shipment = {
  id: shipmentId,
  orderId,
  orderNumber: 'C-10042',
  method: 'express',
  address,
  createdAt: AT,
  lines: [{ ...parcelLine, location: 'east' }],
};
const ready = { ...shipment, status: exactly('ready') };
const created = { ...shipment, status: exactly('created'), carrier: 'local', trackingNumber: 'LC123456785' };

httpInteraction(
  'for the parcel of an order',
  {
    given: { state: 'a parcel is with the carrier', params: { orderId } },
    request: { method: 'GET', path: '/admin/shipments', query: { orderId, limit: '100' } },
    response: { status: 200, body: { items: [created] } },
  },
  async baseUrl => {
    const { items } = await bodyOf(
      consoleClients(baseUrl).api.shipping.listShipments({ query: { orderId, limit: 100 } }),
    );
    expect(items).toMatchObject([
      { id: shipmentId, status: 'created', carrier: 'local', trackingNumber: 'LC123456785' },
    ]);
  },
);

httpInteraction(
  'for the parcels that are ready',
  {
    given: { state: 'a parcel is ready', params: { orderId: uuidOf(102) } },
    request: { method: 'GET', path: '/admin/shipments', query: { status: 'ready', limit: '100' } },
    response: { status: 200, body: { items: [ready], nextCursor: null } },
  },
  async baseUrl => {
    const page = await consoleClients(baseUrl).calls.shipments.list({ status: 'ready', limit: 100 });
    expect(page).toMatchObject({ items: [{ orderNumber: 'C-10042', status: 'ready', address }], nextCursor: null });
  },
);

httpInteraction(
  'for a parcel',
  {
    given: { state: 'a parcel is ready', params: { orderId: uuidOf(103) } },
    request: { method: 'GET', path: pathFromState('/admin/shipments/{shipmentId}', 'shipmentId', shipmentId) },
    response: { status: 200, body: ready },
  },
  async baseUrl => {
    expect(await consoleClients(baseUrl).calls.shipments.get(shipmentId)).toMatchObject({
      id: shipmentId,
      lines: [parcelLine],
    });
  },
);

const dispatch = (shipment: string) => pathFromState('/admin/shipments/{shipmentId}/dispatch', 'shipmentId', shipment);

httpInteraction(
  'to hand a parcel to the carrier',
  {
    given: { state: 'a parcel is ready', params: { orderId: uuidOf(104) } },
    request: { method: 'POST', path: dispatch(shipmentId), headers: key(1) },
    response: { status: 200, body: shipment },
  },
  async baseUrl => {
    const { shipping } = consoleClients(baseUrl).api;
    expect(await bodyOf(shipping.dispatchShipment({ path: { shipmentId }, headers: key(1) }))).toMatchObject({
      id: shipmentId,
    });
  },
);

httpInteraction(
  'to hand over a parcel whose stock is not there yet',
  {
    given: { state: 'a parcel waits for its stock', params: { orderId: uuidOf(105) } },
    request: { method: 'POST', path: dispatch(shipmentId), headers: key(2) },
    response: { status: 409, body: problemLike(409, 'This parcel waits for its stock.') },
  },
  async baseUrl => {
    const refused = bodyOf(
      consoleClients(baseUrl).api.shipping.dispatchShipment({ path: { shipmentId }, headers: key(2) }),
    );
    await expect(refused).rejects.toMatchObject({ status: 409, detail: expect.stringContaining('stock') });
  },
);

httpInteraction(
  'for the label of a parcel',
  {
    given: { state: 'a parcel is with the carrier', params: { orderId: uuidOf(106) } },
    request: { method: 'GET', path: pathFromState('/admin/shipments/{shipmentId}/label', 'shipmentId', shipmentId) },
    response: { status: 200, file: { type: 'application/pdf', content: '%PDF-1.3\n%%EOF\n' } },
  },
  async baseUrl => {
    const label = await consoleClients(baseUrl).api.shipping.getLabel({ path: { shipmentId } });
    if (label.status !== 200) throw new Error(label.body.title);
    expect(new TextDecoder().decode(label.body)).toMatch(/^%PDF/);
  },
);

const packed = uuidOf(107);

httpInteraction(
  'for the labels of orders',
  {
    given: { state: 'a parcel is with the carrier', params: { orderId: packed } },
    request: { method: 'GET', path: '/admin/shipping-labels', query: { orderIds: packed } },
    response: { status: 200, file: { type: 'application/pdf', content: '%PDF-1.3\n%%EOF\n' } },
  },
  async baseUrl => {
    const labels = await consoleClients(baseUrl).api.shipping.getLabels({ query: { orderIds: [packed] } });
    if (labels.status !== 200) throw new Error(labels.body.title);
    expect(new TextDecoder().decode(labels.body)).toMatch(/^%PDF/);
  },
);

httpInteraction(
  'for the parcels of some orders',
  {
    given: { state: 'a parcel is with the carrier', params: { orderId: uuidOf(108) } },
    request: { method: 'GET', path: '/admin/shipments', query: { orderIds: uuidOf(108), limit: '100' } },
    response: { status: 200, body: { items: [created] } },
  },
  async baseUrl => {
    const query = { orderIds: [uuidOf(108)], limit: 100 };
    const { items } = await bodyOf(consoleClients(baseUrl).api.shipping.listShipments({ query }));
    expect(items).toMatchObject([{ orderNumber: 'C-10042', lines: [parcelLine] }]);
  },
);

httpInteraction(
  'whether parcels leave by themselves',
  {
    request: { method: 'GET', path: '/admin/shipping/settings' },
    response: { status: 200, body: { automatic: true } },
  },
  async baseUrl => {
    expect(await bodyOf(consoleClients(baseUrl).api.shipping.getShippingSettings())).toEqual({ automatic: true });
  },
);

httpInteraction(
  'to have parcels leave by themselves',
  {
    request: { method: 'PUT', path: '/admin/shipping/settings', body: { automatic: exactly(true) } },
    response: { status: 200, body: { automatic: exactly(true) } },
  },
  async baseUrl => {
    const saved = await bodyOf(
      consoleClients(baseUrl).api.shipping.saveShippingSettings({ body: { automatic: true } }),
    );
    expect(saved).toEqual({ automatic: true });
  },
);
