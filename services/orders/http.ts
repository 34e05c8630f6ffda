import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { OrdersHandlers } from '../../generated/orders/server.ts';
import type { CancelOrderResponse, OrderPage, Problem } from '../../generated/orders/types.ts';
import type { RequestContext } from '../platform/context.ts';
import { decodeCursor, pageOf } from '../platform/cursor.ts';
import { newId } from '../platform/ids.ts';
import { isLinkTo } from '../platform/links.ts';
import { asOrder, hasShipped, type PlacedOrder, statusOf, wrongTotals } from './order.ts';
import type { PrismaClient } from './prisma/client/client.ts';
import { findOrder, learnAbout, listOrders, lockOrder, placeOrder, type Tx, type Wanted } from './store.ts';

/** A request, and the order token it came with. */
export type OrdersContext = RequestContext<Tx> & { orderToken?: string };

const cursorSchema = z.object({ before: z.string().regex(/^\d{1,18}$/) });

/** One function an operation of contracts/openapi/orders.yaml. */
export function orderHandlers(database: PrismaClient, linkSecret: string): OrdersHandlers<OrdersContext> {
  return {
    async listMyOrders({ query }, { principal }) {
      return { status: 200, body: await page(database, query, { shopperId: principal.id }) };
    },

    async listOrders({ query }) {
      const { status, q } = query;
      const filter = { ...(status === undefined ? {} : { status }), ...(q === undefined ? {} : { q }) };
      return { status: 200, body: await page(database, query, filter) };
    },

    async getOrder({ path }, context) {
      const order = await findOrder(database, path.orderId);
      return order && maySee(order, context, linkSecret) ? { status: 200, body: asOrder(order) } : unknownOrder;
    },

    async getOrderForService({ path }) {
      const order = await findOrder(database, path.orderId);
      return order ? { status: 200, body: asOrder(order) } : unknownOrder;
    },

    async placeOrder({ path, body }) {
      const wrong = wrongTotals(body);
      if (wrong !== undefined) return { status: 422, body: refusal(422, 'Unprocessable Content', wrong) };
      const order = await database.$transaction(tx => placeOrder(tx, path.orderId, body));
      if (order === 'different') return { status: 422, body: refusal(422, 'Unprocessable Content', 'Another order has this id.') };
      return { status: 200, body: asOrder(order) };
    },

    async cancelOrder({ path, body }, { idempotency }) {
      return database.$transaction(async tx => {
        const order = await lockOrder(tx, path.orderId);
        if (!order) return unknownOrder;
        const status = statusOf(order.facts);
        const closed = status === 'refunded' || (status !== 'cancelled' && hasShipped(order.facts));
        if (closed) return { status: 409, body: refusal(409, 'Conflict', `${order.number} cannot be cancelled: it has been ${status}.`) };
        const response: CancelOrderResponse = { status: 200, body: asOrder(await cancel(tx, order, body.reason)) };
        await idempotency?.recordIn(tx, response);
        return response;
      });
    },

    async abandonOrder({ path, body }) {
      return database.$transaction(async tx => {
        const order = await lockOrder(tx, path.orderId);
        if (!order) return unknownOrder;
        const status = statusOf(order.facts);
        if (status !== 'pending' && status !== 'cancelled') {
          return { status: 409, body: refusal(409, 'Conflict', `${order.number} is ${status}; only a pending order can be abandoned.`) };
        }
        return { status: 200, body: asOrder(await cancel(tx, order, body.reason)) };
      });
    },
  };
}

/** Cancels an order that is locked; one that is cancelled already stays as it is, with the reason it has. */
async function cancel(tx: Tx, order: PlacedOrder, reason: string): Promise<PlacedOrder> {
  if (statusOf(order.facts) === 'cancelled') return order;
  const fact = { id: `cancelled:${newId()}`, kind: 'cancelled', reason, detail: reason, at: new Date().toISOString() } as const;
  return (await learnAbout(tx, order.id, fact)) ?? order;
}

async function page(database: PrismaClient, query: { limit: number; cursor?: string }, filter: Omit<Wanted, 'take'>): Promise<OrderPage> {
  const before = query.cursor === undefined ? {} : { before: BigInt(decodeCursor(cursorSchema, query.cursor).before) };
  const rows = await listOrders(database, { ...filter, ...before, take: query.limit + 1 });
  const { items, nextCursor } = pageOf(rows, query.limit, ({ sequence }) => ({ before: String(sequence) }));
  return { items: items.map(({ order }) => asOrder(order)), nextCursor: nextCursor ?? null };
}

/** Staff see every order, shoppers their own, and whoever holds its token, or the one of the link in its messages, the one it opens; a wrong
 * token learns nothing, not even by time. */
function maySee({ id, content }: PlacedOrder, { principal, orderToken }: OrdersContext, linkSecret: string): boolean {
  if (principal.kind === 'staff') return true;
  if (principal.kind === 'shopper' && principal.id === content.shopperId) return true;
  if (orderToken === undefined) return false;
  const given = createHash('sha256').update(orderToken).digest();
  return timingSafeEqual(given, Buffer.from(content.tokenHash, 'hex')) || isLinkTo(`orders/${id}`, orderToken, linkSecret);
}

function refusal(status: number, title: string, detail: string): Problem {
  return { type: 'about:blank', title, status, detail };
}

const unknownOrder = { status: 404, body: refusal(404, 'Not Found', 'There is no such order.') } as const;
