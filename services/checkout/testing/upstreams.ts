import { isDeepStrictEqual } from 'node:util';
import type { Router } from 'express';
import type { Around } from '../../../contracts/codegen/runtime/operation.ts';
import { ProblemError } from '../../../contracts/codegen/runtime/problem.ts';
import { createCartClient } from '../../../generated/cart/client.ts';
import { type CartHandlers, createCartRouter } from '../../../generated/cart/server.ts';
import { createCatalogClient } from '../../../generated/catalog/client.ts';
import { type CatalogHandlers, createCatalogRouter } from '../../../generated/catalog/server.ts';
import { createInventoryClient } from '../../../generated/inventory/client.ts';
import { createInventoryRouter, type InventoryHandlers } from '../../../generated/inventory/server.ts';
import type { Reservation, ReservationRequest } from '../../../generated/inventory/types.ts';
import { createOrdersClient } from '../../../generated/orders/client.ts';
import { createOrdersRouter, type OrdersHandlers } from '../../../generated/orders/server.ts';
import type { NewOrder, Order } from '../../../generated/orders/types.ts';
import { createPaymentsClient } from '../../../generated/payments/client.ts';
import { createPaymentsRouter, type PaymentsHandlers } from '../../../generated/payments/server.ts';
import type { Payment, PaymentRequest } from '../../../generated/payments/types.ts';
import { createShippingClient } from '../../../generated/shipping/client.ts';
import { createShippingRouter, type ShippingHandlers } from '../../../generated/shipping/server.ts';
import { serviceSecurity } from '../../platform/http/auth.ts';
import { type RequestContext, requestContext } from '../../platform/http/context.ts';
import { createHttpApp } from '../../platform/http/http-app.ts';
import { refusal } from '../../platform/http/problem.ts';
import { newId } from '../../platform/ids.ts';
import { startTestApp } from '../../platform/testing/app.ts';
import { serviceHeaders, TEST_PUBLIC_KEYS } from '../../platform/testing/identity.ts';
import { silentLog } from '../../platform/testing/log.ts';
import type { Upstreams } from '../workflow.ts';

type C = RequestContext;
const usd = (amount: number) => ({ amount, currency: 'USD' });

/** Handlers for the operations that checkout uses; any other operation fails the test. */
function only<H>(handlers: Partial<H>): H {
  return handlers as H;
}

/**
 * Cart, catalog, shipping, inventory, orders and payments in memory, each validated by its generated router,
 * all at one address.
 */
export async function startUpstreams() {
  const prices = new Map<string, number>();
  const stock = new Map<string, number>();
  const carts = new Map<string, { sku: string; quantity: number; shown: number }[]>();
  const reservations = new Map<string, Reservation>();
  const orders = new Map<string, { order: Order; requested: NewOrder }>();
  const payments = new Map<string, { payment: Payment; requested?: PaymentRequest }>();
  const charges: string[] = [];
  const calls: string[] = [];
  const down = new Set<string>();
  const deaf = new Set<string>();
  const waiting = new Map<string, () => Promise<void>>();
  const reserved: ReservationRequest[] = [];

  const around: Around<C> = async (operation, _input, _context, run) => {
    const { operationId } = operation;
    const unavailable = () => new ProblemError({ status: 503, headers: { 'retry-after': '2' } });
    if (down.has(operationId)) throw unavailable();
    calls.push(operationId);
    await waiting.get(operationId)?.();
    const answer = await run();
    if (deaf.has(operationId)) throw unavailable(); // the operation ran, and its response is lost
    return answer;
  };

  const cart = only<CartHandlers<C>>({
    async getShownCart({ path }) {
      const lines = carts.get(path.cartId);
      if (!lines) return refusal(404, 'There is no such cart.');
      const shown = lines.map(({ sku, quantity, shown }) => ({
        sku,
        title: `Title of ${sku}`,
        quantity,
        unitPrice: usd(shown),
        lineTotal: usd(shown * quantity),
        available: 10,
      }));
      const subtotal = usd(shown.reduce((sum, line) => sum + line.lineTotal.amount, 0));
      return {
        status: 200,
        body: { id: path.cartId, lines: shown, subtotal, expiresAt: new Date(Date.now() + 1e9).toISOString() },
      };
    },
  });
  const catalog = only<CatalogHandlers<C>>({
    async lookUpVariants({ body }) {
      const items = body.skus.flatMap(sku => {
        const price = prices.get(sku);
        if (price === undefined) return [];
        const productId = '0190a6e0-7c1d-7000-8000-000000000001';
        return [{ sku, productId, slug: sku, title: `Title of ${sku}`, price: usd(price), productVersion: 1 }];
      });
      return { status: 200, body: { items } };
    },
  });
  const shipping = only<ShippingHandlers<C>>({
    async listShippingMethods() {
      return { status: 200, body: { items: [{ id: 'standard', name: 'Standard', price: usd(499) }] } };
    },
  });
  const inventory = only<InventoryHandlers<C>>({
    async reserveStock({ path: { reservationId }, body }) {
      const known = reservations.get(reservationId);
      if (known) return { status: 200, body: known };
      reserved.push(body);
      const shortages = body.lines
        .map(({ sku, quantity }) => ({ sku, requested: quantity, available: stock.get(sku) ?? 0 }))
        .filter(line => line.available < line.requested);
      if (shortages.length > 0) return refusal(409, 'There is not enough.', { code: 'not_enough_stock', shortages });
      for (const { sku, quantity } of body.lines) stock.set(sku, (stock.get(sku) ?? 0) - quantity);
      const reservation: Reservation = {
        id: reservationId,
        status: 'held',
        lines: body.lines.map(line => ({ ...line, location: 'east' })),
        expiresAt: new Date(Date.now() + body.expiresInSeconds * 1_000).toISOString(),
        createdAt: new Date().toISOString(),
      };
      reservations.set(reservationId, reservation);
      return { status: 200, body: reservation };
    },
    async releaseReservation({ path: { reservationId: id } }) {
      const now = new Date().toISOString();
      const known: Reservation = reservations.get(id) ?? {
        id,
        status: 'released',
        lines: [],
        expiresAt: now,
        createdAt: now,
      };
      if (known.status === 'held')
        for (const { sku, quantity } of known.lines) stock.set(sku, (stock.get(sku) ?? 0) + quantity);
      const released: Reservation = known.status === 'held' ? { ...known, status: 'released' } : known;
      reservations.set(id, released);
      return { status: 200, body: released };
    },
    async getReservation({ path }) {
      const known = reservations.get(path.reservationId);
      return known ? { status: 200, body: known } : refusal(404, 'There is no such reservation.');
    },
  });
  const orderHandlers = only<OrdersHandlers<C>>({
    async placeOrder({ path: { orderId }, body }) {
      const known = orders.get(orderId);
      if (known)
        return isDeepStrictEqual(known.requested, body)
          ? { status: 200, body: known.order }
          : refusal(422, 'Another order.');
      const { email, lines, totals, shippingAddress, shippingMethod } = body;
      const order: Order = {
        id: orderId,
        number: `C-${10_000 + orders.size}`,
        status: 'pending',
        email,
        lines,
        totals,
        shippingAddress,
        shippingMethod,
        shipments: [],
        timeline: [],
        placedAt: new Date().toISOString(),
      };
      orders.set(orderId, { order, requested: body });
      return { status: 200, body: order };
    },
    async abandonOrder({ path, body }) {
      const known = orders.get(path.orderId);
      if (!known) return refusal(404, 'There is no such order.');
      const { order } = known;
      if (order.status !== 'pending' && order.status !== 'cancelled') return refusal(409, 'It is paid.');
      known.order = { cancelReason: body.reason, ...order, status: 'cancelled' };
      return { status: 200, body: known.order };
    },
    async getOrderForService({ path }) {
      const known = orders.get(path.orderId);
      return known ? { status: 200, body: known.order } : refusal(404, 'There is no such order.');
    },
  });
  const newPayment = (orderId: string, status: Payment['status'], amount = usd(0)): Payment => ({
    id: newId(),
    orderId,
    status,
    amount,
    captured: usd(0),
    refunded: usd(0),
    provider: 'test',
    createdAt: new Date().toISOString(),
  });
  const paymentHandlers = only<PaymentsHandlers<C>>({
    async requestPayment({ path: { orderId }, body }) {
      const known = payments.get(orderId)?.payment ?? firstRequest(orderId, body);
      if (known.status === 'declined') {
        return refusal(402, 'The card has too little money left.', {
          code: 'payment_declined',
          declineCode: 'insufficient_funds',
        });
      }
      return { status: 200, body: known };
    },
    async cancelPayment({ path: { orderId } }) {
      const { payment, requested } = payments.get(orderId) ?? { payment: newPayment(orderId, 'cancelled') };
      const cancelled: Payment = payment.status === 'declined' ? payment : { ...payment, status: 'cancelled' };
      payments.set(orderId, requested ? { payment: cancelled, requested } : { payment: cancelled });
      return { status: 200, body: cancelled };
    },
    async getPaymentOfOrder({ path }) {
      const known = payments.get(path.orderId);
      return known ? { status: 200, body: known.payment } : refusal(404, 'There is no such payment.');
    },
  });

  function firstRequest(orderId: string, requested: PaymentRequest): Payment {
    const redirectUrl = `https://pay.test/${orderId}`;
    const card = requested.paymentMethod;
    const status =
      card === undefined
        ? 'pending'
        : card === 'pm_declined'
          ? 'declined'
          : card === 'pm_3ds'
            ? 'requires_action'
            : 'authorized';
    const payment = {
      ...newPayment(orderId, status, requested.amount),
      ...(status === 'pending' || status === 'requires_action' ? { redirectUrl } : {}),
    };
    if (status === 'authorized') charges.push(orderId);
    payments.set(orderId, { payment, requested });
    return payment;
  }

  const service = serviceSecurity<C>({
    audience: ['cart', 'catalog', 'shipping', 'inventory', 'orders', 'payments'],
    publicKeys: TEST_PUBLIC_KEYS,
  });
  const security = { service, session: async () => 'anonymous' as const, orderToken: async () => 'anonymous' as const };
  const options = { security, context: requestContext<never>, checkResponses: true, around };
  const routers: Router[] = [
    createCartRouter<C>({ ...options, handlers: cart }),
    createCatalogRouter<C>({ ...options, handlers: catalog }),
    createShippingRouter<C>({ ...options, handlers: shipping }),
    createInventoryRouter<C>({ ...options, handlers: inventory }),
    createOrdersRouter<C>({ ...options, handlers: orderHandlers }),
    createPaymentsRouter<C>({ ...options, handlers: paymentHandlers }),
  ];
  const app = await startTestApp(createHttpApp({ log: silentLog(), routers, checks: {} }));
  const to = { baseUrl: app.url, headers: () => serviceHeaders('checkout') };
  const clients: Upstreams = {
    cart: createCartClient(to),
    catalog: createCatalogClient(to),
    shipping: createShippingClient(to),
    inventory: createInventoryClient(to),
    orders: createOrdersClient(to),
    payments: createPaymentsClient(to),
  };

  return {
    url: app.url,
    clients,
    prices,
    stock,
    reservations,
    orders,
    payments,
    /** The order of every authorization that was ever made. */
    charges,
    /** Every operation that was called, in order. */
    calls,
    /** Requests to reserve stock, in order. */
    reserved,
    /** Operations that answer 503. */
    down,
    /** Operations that run, but whose responses are lost. */
    deaf,
    /** A hook that runs before an operation; an error that it throws is the response. */
    waiting,
    /** Puts a sku up for sale and returns the id of a cart with `quantity` of it, at its current price. */
    fill(sku: string, quantity = 2, price = 101, available = 10): string {
      prices.set(sku, price);
      stock.set(sku, available);
      const cartId = newId();
      carts.set(cartId, [{ sku, quantity, shown: price }]);
      return cartId;
    },
    carts,
    close: () => app.close(),
  };
}
