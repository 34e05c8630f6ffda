import { z } from 'zod';
import { shippingEvents } from '../../generated/shipping/events.ts';
import type { ShippingHandlers } from '../../generated/shipping/server.ts';
import type { DispatchShipmentResponse, ReleaseShipmentResponse } from '../../generated/shipping/types.ts';
import { decodeCursor, pageOf } from '../platform/cursor.ts';
import { type Change, changeMade } from '../platform/http/changes.ts';
import type { RequestContext } from '../platform/http/context.ts';
import { refusal } from '../platform/http/problem.ts';
import { addToOutbox } from '../platform/messaging/outbox.ts';
import { releasedDisputes } from './hold.ts';
import { drawLabels, type Label } from './label.ts';
import { unprintableWords } from './label-letters.ts';
import { methodName, methodsFor } from './methods.ts';
import type { CheckPayment } from './payment-status.ts';
import type { PrismaClient } from './prisma/client/client.ts';
import { type Shipment, toShipment } from './shipment.ts';
import { findShipment, listShipments, lockShipment, makeDue, readSettings, saveSettings, type Tx } from './store.ts';
import { changeDisputes, recordDisputes } from './store-holds.ts';

export type ShippingContext = RequestContext<Tx>;

export interface HttpDependencies {
  database: PrismaClient;
  /** The sender on labels: name, street and so on, separated by commas. */
  shipFrom: string;
  checkPayment: CheckPayment;
}

const cursorSchema = z.object({ before: z.string().regex(/^\d{1,18}$/) });

/** Handlers of contracts/openapi/shipping.yaml, one for each operation. */
export function shippingHandlers(dependencies: HttpDependencies): ShippingHandlers<ShippingContext> {
  const { database, shipFrom, checkPayment } = dependencies;
  return {
    async listShippingMethods({ query }) {
      return { status: 200, body: { items: methodsFor(query.country) } };
    },

    async listShipments({ query }) {
      const { limit, cursor, status, held, orderId, orderIds } = query;
      const rows = await listShipments(database, {
        ...(status === undefined ? {} : { status }),
        ...(held === undefined ? {} : { held }),
        ...(orderId === undefined ? {} : { orderId }),
        ...(orderIds === undefined ? {} : { orderIds }),
        ...(cursor === undefined ? {} : { before: BigInt(decodeCursor(cursorSchema, cursor).before) }),
        take: limit + 1,
      });
      const { items, nextCursor } = pageOf(rows, limit, ({ serial }) => ({ before: String(serial) }));
      return { status: 200, body: { items: items.map(toShipment), nextCursor: nextCursor ?? null } };
    },

    async getShipment({ path }) {
      const shipment = await findShipment(database, path.shipmentId);
      return shipment ? { status: 200, body: toShipment(shipment) } : refusal(404, 'There is no such parcel.');
    },

    async getLabel({ path }) {
      const shipment = await findShipment(database, path.shipmentId);
      if (!shipment) return refusal(404, 'There is no such parcel.');
      const label = labelOf(shipment, shipFrom);
      if (!label) return refusal(404, `This parcel is ${shipment.status}: it has no label.`);
      return labelsResponse([label], `label-${label.orderNumber}`);
    },

    async getLabels({ query: { orderIds } }) {
      const shipments = await listShipments(database, { orderIds, take: orderIds.length });
      const inOrder = orderIds.flatMap(orderId => shipments.filter(shipment => shipment.orderId === orderId));
      const labels = inOrder.flatMap(shipment => labelOf(shipment, shipFrom) ?? []);
      if (labels.length === 0) return refusal(404, 'None of these orders has a label.');
      return labelsResponse(labels, `labels-${labels.length}`);
    },

    async dispatchShipment({ path }, context) {
      const wanted = await findShipment(database, path.shipmentId);
      if (wanted?.status === 'ready') {
        const { isPaid, disputes } = await checkPayment(wanted.orderId);
        if (!isPaid) return refusal(409, "The order's payment was cancelled or refunded.", { code: 'not_paid' });
        await recordDisputes(database, wanted.id, disputes);
      }
      return database.$transaction(async (tx): Promise<DispatchShipmentResponse> => {
        const shipment = await lockShipment(tx, path.shipmentId);
        if (!shipment) return refusal(404, 'There is no such parcel.');
        const { id: resourceId, status } = shipment;
        if (status === 'waiting') return refusal(409, 'This parcel waits for its stock.', { code: 'no_stock_yet' });
        if (status === 'cancelled')
          return refusal(409, 'This parcel was held back: its order is cancelled.', { code: 'held_back' });
        if (shipment.hold)
          return refusal(409, 'The payment is disputed: release the parcel first if it shall go all the same.', {
            code: 'payment_disputed',
          });
        if (await makeDue(tx, resourceId)) {
          await publishChange(tx, context, {
            ...changeOf(shipment),
            action: 'dispatched',
            before: { status },
            after: { status: 'created' },
          });
        }
        const response: DispatchShipmentResponse = { status: 200, body: toShipment(shipment) };
        await context.idempotency?.recordIn(tx, response);
        return response;
      });
    },

    async releaseShipment({ path, body: { reason } }, context) {
      return database.$transaction(async (tx): Promise<ReleaseShipmentResponse> => {
        const shipment = await lockShipment(tx, path.shipmentId);
        if (!shipment) return refusal(404, 'There is no such parcel.');
        const { hold: before, ...released } = shipment;
        if (!before) return refusal(409, 'Nothing holds this parcel.', { code: 'not_held' });
        await changeDisputes(tx, shipment, releasedDisputes);
        const change = { ...changeOf(shipment), action: 'released', reason };
        await publishChange(tx, context, { ...change, before: { hold: before.reason }, after: {} });
        const response: ReleaseShipmentResponse = { status: 200, body: toShipment(released) };
        await context.idempotency?.recordIn(tx, response);
        return response;
      });
    },

    async getShippingSettings() {
      return { status: 200, body: await readSettings(database) };
    },

    async saveShippingSettings({ body }, context) {
      return database.$transaction(async tx => {
        const before = await saveSettings(tx, body);
        if (before.automatic !== body.automatic)
          await publishChange(tx, context, {
            resource: 'shipping-settings',
            resourceId: 'shipping',
            action: 'changed',
            before,
            after: body,
          });
        return { status: 200, body };
      });
    },
  };
}

/** The content of a parcel's label; undefined if it has none: it is not booked, or was cancelled. */
function labelOf({ booking, status, address, method, orderNumber }: Shipment, shipFrom: string): Label | undefined {
  if (!booking || status === 'cancelled') return undefined;
  return { ...booking, address, method: methodName(method, address.country), orderNumber, shipFrom };
}

/** The labels as one document, or the words of their addresses that no font can print. */
async function labelsResponse(labels: readonly Label[], name: string) {
  for (const { address, orderNumber } of labels) {
    const unprintable = await unprintableWords(address);
    if (unprintable.length === 0) continue;
    const of = labels.length > 1 ? ` of ${orderNumber}` : '';
    const detail = `The font of labels has no letters for: ${unprintable.join(' ')}${of}. Write the address by hand.`;
    return refusal(422, detail, { code: 'letters_missing' });
  }
  const headers = { 'content-disposition': `inline; filename="${name}.pdf"` };
  return { status: 200 as const, body: await drawLabels(labels), headers };
}

/** What a change of a parcel is about. */
function changeOf({ id, orderId, orderNumber }: Shipment) {
  const parent = { resource: 'orders', resourceId: orderId };
  return { resource: 'shipments', resourceId: id, label: orderNumber, parent };
}

async function publishChange(tx: Tx, context: ShippingContext, change: Change): Promise<void> {
  await addToOutbox(tx, shippingEvents.ChangeMade(change.resourceId, changeMade(context, change)));
}
