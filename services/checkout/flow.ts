import { createHash } from 'node:crypto';
import { ProblemError } from '../../contracts/codegen/runtime/problem.ts';
import type { CartClient } from '../../generated/cart/client.ts';
import type { CatalogClient } from '../../generated/catalog/client.ts';
import type { InventoryClient } from '../../generated/inventory/client.ts';
import type { OrdersClient } from '../../generated/orders/client.ts';
import type { PaymentsClient } from '../../generated/payments/client.ts';
import type { ShippingClient } from '../../generated/shipping/client.ts';
import { type Heard, heardOfPayment, holdSeconds, payUntil, type Reached, type State, undoSteps } from './checkout.ts';
import { paymentLines, priceCart, type Unfit } from './pricing.ts';
import type { Checkout } from './store.ts';

/** The services a checkout asks. */
export interface Shop {
  cart: Pick<CartClient, 'getShownCart'>;
  catalog: Pick<CatalogClient, 'lookUpVariants'>;
  shipping: Pick<ShippingClient, 'listShippingMethods'>;
  inventory: Pick<InventoryClient, 'reserveStock' | 'releaseReservation' | 'getReservation'>;
  orders: Pick<OrdersClient, 'placeOrder' | 'abandonOrder' | 'getOrderForService'>;
  payments: Pick<PaymentsClient, 'requestPayment' | 'cancelPayment' | 'getPaymentOfOrder'>;
}

/** The shopper's request cannot be carried out as it stands; nothing was asked of anybody. */
export class UnfitError extends Error {
  readonly unfit: Unfit;
  constructor(unfit: Unfit) {
    super(unfit);
    this.unfit = unfit;
  }
}

/** An answer that means this service, or the other one, is wrong; the checkout stays where it is. */
function unexpected(operation: string, answer: { status: number; body: unknown }): ProblemError {
  return new ProblemError({
    status: 500,
    cause: new Error(`${operation} answered ${answer.status}: ${JSON.stringify(answer.body)}`),
  });
}

/**
 * What another service's refusal of a request that cannot be wrong means to our caller: try again where waiting may
 * help, else the fault is ours.
 */
function ours(error: unknown): unknown {
  if (!(error instanceof ProblemError)) return error;
  const { status, detail } = error;
  if (status !== 429 && status < 502) return new ProblemError({ status: 500, cause: error });
  const headers = { 'retry-after': error.headers['retry-after'] ?? '2' };
  return new ProblemError({ status: 503, headers, cause: error, ...(detail === undefined ? {} : { detail }) });
}

export interface FlowOptions {
  shop: Shop;
  /** Where shoppers come back to: `<storefrontUrl>/orders/<order id>` unless the request says otherwise. */
  storefrontUrl: string;
  /** Called after each step of undoing; see faults.ts. */
  fault(point: string): void;
}

/** Undoes what was asked for an order, step by step; each may have been done before. */
async function undoAll(
  { shop, fault }: Pick<FlowOptions, 'shop' | 'fault'>,
  orderId: string,
  reached: Reached,
  reason: string,
): Promise<Heard> {
  for (const step of undoSteps(reached)) {
    if (step === 'abandonOrder') {
      const answer = await shop.orders.abandonOrder({ path: { orderId }, body: { reason } });
      if (answer.status === 409) return { heard: 'order is paid' };
      if (answer.status !== 200 && answer.status !== 404) throw unexpected(step, answer);
    } else if (step === 'cancelPayment') {
      const answer = await shop.payments.cancelPayment({ path: { orderId } });
      if (answer.status !== 200) throw unexpected(step, answer);
    } else {
      const answer = await shop.inventory.releaseReservation({ path: { reservationId: orderId } });
      if (answer.status !== 200) throw unexpected(step, answer);
    }
    fault(`asked:${step}`);
  }
  return { heard: 'undone' };
}

/**
 * Undoes an order that its shopper gave up, or put another one in the place of; false, changing nothing, when it is
 * paid. Should it stop halfway, the news of the cancelled order frees payment and stock all the same. Throws
 * ProblemError 503 when a service is down; asking again is always safe.
 */
export function createGiveUp(
  options: Pick<FlowOptions, 'shop' | 'fault'>,
): (orderId: string, reason: 'customer_cancelled' | 'replaced') => Promise<boolean> {
  return async (orderId, reason) => {
    try {
      const payment = await options.shop.payments.getPaymentOfOrder({ path: { orderId } });
      if (payment.status === 200 && heardOfPayment(payment.body).heard === 'authorized') return false;
      return (await undoAll(options, orderId, 'ordered', reason)).heard === 'undone';
    } catch (error) {
      throw ours(error);
    }
  };
}

/**
 * Asks other services what a state waits for. Throws UnfitError, and ProblemError 503 when a service is down; asking
 * again is always safe.
 */
export function createFlow({ shop, storefrontUrl, fault }: FlowOptions): (checkout: Checkout) => Promise<Heard> {
  async function price({ request }: Checkout): Promise<Heard> {
    const [cart, methods] = await Promise.all([
      shop.cart.getShownCart({ path: { cartId: request.cartId } }),
      shop.shipping.listShippingMethods({ query: { country: request.shippingAddress.country } }),
    ]);
    if (cart.status === 404) return { heard: 'refusal', ending: { as: 'no_cart' } };
    if (cart.status !== 200) throw unexpected('getShownCart', cart);
    if (methods.status !== 200) throw unexpected('listShippingMethods', methods);
    const { lines } = cart.body;
    if (lines.length === 0) throw new UnfitError('empty_cart');
    const variants = await shop.catalog.lookUpVariants({ body: { skus: lines.map(line => line.sku) } });
    if (variants.status !== 200) throw unexpected('lookUpVariants', variants);
    const priced = priceCart(lines, variants.body.items, methods.body.items, request.shippingMethod);
    if ('unfit' in priced) throw new UnfitError(priced.unfit);
    return 'plan' in priced ? { heard: 'plan', plan: priced.plan } : { heard: 'refusal', ending: priced.ending };
  }

  async function reserve({ orderId, request }: Checkout, state: State & { step: 'priced' }): Promise<Heard> {
    const lines = state.plan.lines.map(({ sku, quantity }) => ({ sku, quantity }));
    const expiresInSeconds = holdSeconds(request.paymentMethod === undefined);
    const answer = await shop.inventory.reserveStock({
      path: { reservationId: orderId },
      body: { lines, expiresInSeconds },
    });
    if (answer.status === 409) return { heard: 'shortage', shortages: answer.body.shortages ?? [] };
    if (answer.status !== 200) throw unexpected('reserveStock', answer);
    return answer.body.status === 'held' ? { heard: 'held', until: answer.body.expiresAt } : { heard: 'ended' };
  }

  async function placeOrder(
    { orderId, orderToken, shopperId, request }: Checkout,
    state: State & { step: 'reserved' },
  ): Promise<Heard> {
    if (payUntil(request.paymentMethod === undefined, state.heldUntil, Date.now()) === undefined)
      return { heard: 'ended' };
    const { lines, totals } = state.plan;
    const { cartId, email, phone, shippingAddress, shippingMethod } = request;
    const answer = await shop.orders.placeOrder({
      path: { orderId },
      body: {
        tokenHash: createHash('sha256').update(orderToken).digest('hex'),
        ...(shopperId === undefined ? {} : { shopperId }),
        cartId,
        email,
        ...(phone === undefined ? {} : { phone }),
        lines,
        totals,
        shippingAddress,
        shippingMethod,
      },
    });
    if (answer.status !== 200) throw unexpected('placeOrder', answer);
    return answer.body.status === 'cancelled'
      ? { heard: 'ended' }
      : { heard: 'placed', orderNumber: answer.body.number };
  }

  async function pay({ orderId, request }: Checkout, state: State & { step: 'ordered' }): Promise<Heard> {
    const { email, paymentMethod, returnUrl } = request;
    const expiresAt = payUntil(paymentMethod === undefined, state.heldUntil, Date.now());
    if (expiresAt === undefined || state.orderIsPaid) {
      // Too late to ask for it; but it may have been asked for in time.
      const asked = await shop.payments.getPaymentOfOrder({ path: { orderId } });
      const heard: Heard = asked.status === 200 ? heardOfPayment(asked.body) : { heard: 'ended' };
      return heard.heard === 'awaiting' ? { heard: 'ended' } : heard;
    }
    const answer = await shop.payments.requestPayment({
      path: { orderId },
      body: {
        amount: state.plan.totals.total,
        email,
        orderNumber: state.orderNumber,
        ...(paymentMethod === undefined ? {} : { paymentMethod }),
        returnUrl: returnUrl ?? `${storefrontUrl}/orders/${orderId}`,
        cancelUrl: `${storefrontUrl}/cart`,
        expiresAt,
        lines: paymentLines(state.plan),
      },
    });
    if (answer.status === 402)
      return { heard: 'declined', declineCode: answer.body.declineCode, detail: answer.body.detail };
    if (answer.status !== 200) throw unexpected('requestPayment', answer);
    return heardOfPayment(answer.body);
  }

  function undo({ orderId }: Checkout, { reached, ending }: State & { step: 'undoing' }): Promise<Heard> {
    return undoAll(
      { shop, fault },
      orderId,
      reached,
      ending.as === 'declined' ? 'payment_declined' : 'checkout_expired',
    );
  }

  async function ask(checkout: Checkout): Promise<Heard> {
    const { state } = checkout;
    switch (state.step) {
      case 'started':
        return price(checkout);
      case 'priced':
        return reserve(checkout, state);
      case 'reserved':
        return placeOrder(checkout, state);
      case 'ordered':
        return pay(checkout, state);
      case 'undoing':
        return undo(checkout, state);
      case 'finished':
        throw new Error('A finished checkout asks nothing');
    }
  }

  return checkout =>
    ask(checkout).catch(error => {
      throw ours(error);
    });
}
