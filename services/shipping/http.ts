import { z } from 'zod';
import type { ShippingHandlers } from '../../generated/shipping/server.ts';
import type { Problem } from '../../generated/shipping/types.ts';
import type { RequestContext } from '../platform/context.ts';
import { decodeCursor, pageOf } from '../platform/cursor.ts';
import { drawLabel } from './label.ts';
import { methodName, methodsFor } from './methods.ts';
import type { PrismaClient } from './prisma/client/client.ts';
import { asShown } from './shipment.ts';
import { findShipment, listShipments } from './store.ts';

export interface HttpDependencies {
  database: PrismaClient;
  /** Who sends, as it stands on labels: name, street and so on, separated by commas. */
  shipFrom: string;
}

const cursorSchema = z.object({ before: z.string().regex(/^\d{1,18}$/) });

/** One function an operation of contracts/openapi/shipping.yaml. */
export function shippingHandlers({ database, shipFrom }: HttpDependencies): ShippingHandlers<RequestContext> {
  return {
    async listShippingMethods({ query }) {
      return { status: 200, body: { items: methodsFor(query.country) } };
    },

    async listShipments({ query }) {
      const { limit, cursor, status, orderId } = query;
      const rows = await listShipments(database, {
        ...(status === undefined ? {} : { status }),
        ...(orderId === undefined ? {} : { orderId }),
        ...(cursor === undefined ? {} : { before: BigInt(decodeCursor(cursorSchema, cursor).before) }),
        take: limit + 1,
      });
      const { items, nextCursor } = pageOf(rows, limit, ({ serial }) => ({ before: String(serial) }));
      return { status: 200, body: { items: items.map(asShown), nextCursor: nextCursor ?? null } };
    },

    async getShipment({ path }) {
      const shipment = await findShipment(database, path.shipmentId);
      return shipment ? { status: 200, body: asShown(shipment) } : { status: 404, body: missing('There is no such parcel.') };
    },

    async getLabel({ path }) {
      const shipment = await findShipment(database, path.shipmentId);
      if (!shipment) return { status: 404, body: missing('There is no such parcel.') };
      const { booking, status, address, method, orderNumber } = shipment;
      if (!booking || status === 'cancelled') return { status: 404, body: missing(`This parcel is ${status}: it has no label.`) };
      const label = { ...booking, address, method: methodName(method, address.country), orderNumber, shipFrom };
      const headers = { 'content-disposition': `inline; filename="label-${orderNumber}.pdf"` };
      return { status: 200, body: await drawLabel(label), headers };
    },
  };
}

function missing(detail: string): Problem {
  return { type: 'about:blank', title: 'Not Found', status: 404, detail };
}
