import { Readable } from 'node:stream';
import { z } from 'zod';
import type { EventRecord } from '../../contracts/codegen/runtime/events.ts';
import { ProblemError } from '../../contracts/codegen/runtime/problem.ts';
import { ordersEvents } from '../../generated/orders/events.ts';
import type { OrdersHandlers } from '../../generated/orders/server.ts';
import type { CancelOrderResponse, ListOrdersInput, OrderPage } from '../../generated/orders/types.ts';
import { decodeCursor, pageOf } from '../platform/cursor.ts';
import { parseDayRange } from '../platform/days.ts';
import { changeMade } from '../platform/http/changes.ts';
import type { RequestContext } from '../platform/http/context.ts';
import { isLinkToken, linkToken } from '../platform/http/link-token.ts';
import { refusal } from '../platform/http/problem.ts';
import { newId } from '../platform/ids.ts';
import { addToOutbox } from '../platform/messaging/outbox.ts';
import { cursorMoment, momentOf } from '../platform/moment.ts';
import { isTokenHash } from '../platform/token-hash.ts';
import { exportFile } from './export.ts';
import { hasShipped, type PlacedOrder, statusOf, toOrder, totalsError } from './order.ts';
import { isOwn, ownerOf } from './owner.ts';
import type { PrismaClient } from './prisma/client/client.ts';
import { lockOrder, placeOrder, recordFact } from './store.ts';
import { findCustomer, listCustomers } from './store-customers.ts';
import {
  countOrders,
  findByNumber,
  isByTotal,
  listOrders,
  type OrderFilter,
  orderSequence,
  streamOrders,
} from './store-lists.ts';
import { findOrder, type Stores, type Tx } from './store-read.ts';
import { readSalesReport } from './store-report.ts';
import { readSales } from './store-sales.ts';
import { changeTags, countTags, MAX_TAGS, readTags, type TagChange } from './store-tags.ts';

/** Context of a request with its order token. */
export type OrdersContext = RequestContext<Tx> & { orderToken?: string };

const sequence = z
  .string()
  .regex(/^\d{1,18}$/)
  .transform(BigInt);
const orderPosition = z.object({
  placedAt: cursorMoment,
  sequence,
});
const totalPosition = z.object({ total: sequence, sequence });
const customerPosition = z.object({ lastOrderAt: cursorMoment, id: z.uuid() });

/** Handlers of contracts/openapi/orders.yaml, one for each operation. */
export function orderHandlers(stores: Stores, linkSecret: string): OrdersHandlers<OrdersContext> {
  const { database } = stores;
  return {
    async listMyOrders({ query }, { principal }) {
      return { status: 200, body: await page(database, query, { owner: ownerOf(principal) }) };
    },

    async listOrders({ query }) {
      const filter = toFilter(query);
      const [body, total] = await Promise.all([
        page(database, query, { ...filter, sort: query.sort }, true),
        query.withTotal ? countOrders(database, filter) : undefined,
      ]);
      return { status: 200, body: total ? { ...body, total } : body };
    },

    async exportOrdersAsCsv({ query }) {
      const day = new Date().toISOString().slice(0, 10);
      return {
        status: 200,
        body: Readable.from(exportFile(streamOrders(database, toFilter(query), query.ids))),
        headers: { 'content-disposition': `attachment; filename="orders-${day}.csv"` },
      };
    },

    async getOrderStatistics({ query }) {
      const range = parseDayRange(query);
      if (typeof range === 'string') return refusal(422, range);
      return { status: 200, body: await readSales(database, range) };
    },

    async getSalesReport({ query }) {
      const range = parseDayRange(query);
      if (typeof range === 'string') return refusal(422, range);
      return { status: 200, body: await readSalesReport(database, range, query.by) };
    },

    async listCustomers({ query }) {
      const { q, limit, cursor } = query;
      const after = cursor === undefined ? {} : { after: decodeCursor(customerPosition, cursor) };
      const rows = await listCustomers(database, { ...(q === undefined ? {} : { q }), ...after }, limit + 1);
      const { items, nextCursor } = pageOf(rows, limit, ({ position }) => position);
      return { status: 200, body: { items: items.map(({ customer }) => customer), nextCursor } };
    },

    async getCustomer({ path }) {
      const customer = await findCustomer(database, path.customerId);
      return customer ? { status: 200, body: customer } : refusal(404, 'There is no such customer.');
    },

    async getOrder({ path }, context) {
      const { orderId } = path;
      const order = await findOrder(database, orderId);
      if (!order || !canRead(order, context, linkSecret)) return orderNotFound;
      const isStaff = context.principal.kind === 'staff';
      const tags = isStaff ? (await readTags(database, [order.id])).get(order.id) : undefined;
      return { status: 200, body: toOrder(order, tags) };
    },

    async listOrderTags() {
      return { status: 200, body: { items: await countTags(database) } };
    },

    async changeOrderTags({ body: { orderIds, add = [], remove = [] } }, context) {
      const changes = await database.$transaction(async tx => {
        const changed = await changeTags(tx, orderIds, { add, remove });
        const full = changed.find(({ after }) => after.length > MAX_TAGS);
        if (full) throw tooManyTags(full.number);
        await addToOutbox(tx, ...changed.flatMap(change => tagEvents(context, change)));
        return changed;
      });
      const items = changes.map(({ orderId, before, after }) => ({
        orderId,
        tags: after,
        added: after.filter(tag => !before.includes(tag)),
        removed: before.filter(tag => !after.includes(tag)),
      }));
      return { status: 200, body: { items } };
    },

    async lookUpOrder({ body }) {
      const sequence = orderSequence(body.number);
      const orderId = sequence && (await findByNumber(database, sequence, body.email));
      if (!orderId) return refusal(404, 'There is no order with this number and this e-mail address.');
      return { status: 200, body: { orderId, token: linkToken(`orders/${orderId}`, linkSecret) } };
    },

    async getOrderForService({ path }) {
      const order = await findOrder(database, path.orderId);
      return order ? { status: 200, body: toOrder(order) } : orderNotFound;
    },

    async placeOrder({ path, body }) {
      const wrong = totalsError(body);
      if (wrong !== undefined) return refusal(422, wrong);
      const order = await placeOrder(stores, path.orderId, body);
      if (order === 'different') return refusal(422, 'Another order has this id.');
      return { status: 200, body: toOrder(order) };
    },

    async cancelOrder({ path, body }, context) {
      return database.$transaction(async tx => {
        const order = await lockOrder(tx, path.orderId);
        if (!order) return orderNotFound;
        const status = statusOf(order.facts);
        const closed = status === 'refunded' || (status !== 'cancelled' && hasShipped(order.facts));
        if (closed) return refusal(409, `${order.number} cannot be cancelled: it has been ${status}.`);
        const cancelled = await cancel(tx, order, body.reason);
        if (status !== 'cancelled') await publishChange(tx, context, order, cancelled, body.reason);
        const response: CancelOrderResponse = { status: 200, body: toOrder(cancelled) };
        await context.idempotency?.recordIn(tx, response);
        return response;
      });
    },

    async abandonOrder({ path, body }) {
      return database.$transaction(async tx => {
        const order = await lockOrder(tx, path.orderId);
        if (!order) return orderNotFound;
        const status = statusOf(order.facts);
        if (status !== 'pending' && status !== 'cancelled') {
          return refusal(409, `${order.number} is ${status}; only a pending order can be abandoned.`);
        }
        return { status: 200, body: toOrder(await cancel(tx, order, body.reason)) };
      });
    },
  };
}

/** Cancels a locked order. A cancelled order stays as it is, with its reason. */
async function cancel(tx: Tx, order: PlacedOrder, reason: string): Promise<PlacedOrder> {
  if (statusOf(order.facts) === 'cancelled') return order;
  const fact = {
    id: `cancelled:${newId()}`,
    kind: 'cancelled',
    reason,
    detail: reason,
    at: new Date().toISOString(),
  } as const;
  return (await recordFact(tx, order.id, fact)) ?? order;
}

async function publishChange(
  tx: Tx,
  context: OrdersContext,
  before: PlacedOrder,
  after: PlacedOrder,
  reason: string,
): Promise<void> {
  const statusBefore = { status: statusOf(before.facts) };
  const statusAfter = { status: statusOf(after.facts) };
  const about = { resource: 'orders', resourceId: after.id, label: after.number };
  const change = changeMade(context, {
    ...about,
    action: 'cancelled',
    before: statusBefore,
    after: statusAfter,
    reason,
  });
  await addToOutbox(tx, ordersEvents.ChangeMade(after.id, change));
}

/** The audit event of a change of tags; none where nothing changed. */
function tagEvents(context: OrdersContext, { orderId, number, before, after }: TagChange): EventRecord[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const about = { resource: 'orders', resourceId: orderId, label: number, action: 'changed' };
  const change = changeMade(context, { ...about, before: { tags: before }, after: { tags: after } });
  return [ordersEvents.ChangeMade(orderId, change)];
}

function tooManyTags(number: string): ProblemError {
  const detail = `${number} would have more than ${MAX_TAGS} tags.`;
  return new ProblemError({ status: 422, detail, extra: { code: 'too_many_tags' } });
}

type OrderQuery = Pick<ListOrdersInput['query'], 'status' | 'statuses' | 'q' | 'tag' | 'from' | 'to' | 'customerId'>;

function toFilter({ status, statuses, q, tag, from, to, customerId }: OrderQuery): OrderFilter {
  const both = status !== undefined && statuses !== undefined;
  const wanted = both
    ? statuses.filter(one => one === status)
    : (statuses ?? (status === undefined ? undefined : [status]));
  return {
    ...(wanted === undefined ? {} : { statuses: wanted }),
    ...(q === undefined || q.trim() === '' ? {} : { q }),
    ...(tag === undefined ? {} : { tag }),
    ...(from === undefined ? {} : { from: momentOf(from) }),
    ...(to === undefined ? {} : { to: momentOf(to) }),
    ...(customerId === undefined ? {} : { customerId }),
  };
}

async function page(
  database: PrismaClient,
  query: { limit: number; cursor?: string },
  filter: Omit<OrderFilter, 'after'>,
  withTags = false,
): Promise<OrderPage> {
  const isTotal = filter.sort !== undefined && isByTotal(filter.sort);
  const placeOf = (cursor: string) =>
    isTotal ? decodeCursor(totalPosition, cursor) : decodeCursor(orderPosition, cursor);
  const after = query.cursor === undefined ? {} : { after: placeOf(query.cursor) };
  const rows = await listOrders(database, { ...filter, ...after }, query.limit + 1);
  const encodable = ({ position: { sequence: at, ...by } }: (typeof rows)[number]) => ({
    ...('total' in by ? { total: String(by.total) } : by),
    sequence: String(at),
  });
  const { items, nextCursor } = pageOf(rows, query.limit, encodable);
  const ids = items.map(({ order }) => order.id);
  const tags = withTags ? await readTags(database, ids) : new Map<string, string[]>();
  return { items: items.map(({ order }) => toOrder(order, tags.get(order.id))), nextCursor };
}

/**
 * Staff read every order, shoppers their own (`isOwn`). The order token, or the token of the link in its messages,
 * opens one order. Comparison takes constant time.
 */
function canRead({ id, content }: PlacedOrder, { principal, orderToken }: OrdersContext, linkSecret: string): boolean {
  if (principal.kind === 'staff') return true;
  if (principal.kind === 'shopper' && isOwn(content, ownerOf(principal))) return true;
  if (orderToken === undefined) return false;
  return isTokenHash(content.tokenHash, orderToken) || isLinkToken(`orders/${id}`, orderToken, linkSecret);
}

const orderNotFound = refusal(404, 'There is no such order.');
