import { ProblemError } from '../../contracts/codegen/runtime/problem.ts';
import type { CartClient } from '../../generated/cart/client.ts';
import type { CatalogClient } from '../../generated/catalog/client.ts';
import type { InventoryClient } from '../../generated/inventory/client.ts';
import type { OrdersClient } from '../../generated/orders/client.ts';
import type { PaymentsClient } from '../../generated/payments/client.ts';
import type { ShippingClient } from '../../generated/shipping/client.ts';
import { responseFailure } from '../platform/failure.ts';
import type { Log } from '../platform/observability/log.ts';
import { counter } from '../platform/observability/metrics.ts';
import { tokenHash } from '../platform/token-hash.ts';
import { exceedsUnitLimits, type UnitLimits } from '../platform/unit-limits.ts';
import {
  compensationSteps,
  type Ending,
  type LastStep,
  paymentDeadline,
  paymentResult,
  reservationSeconds,
  type State,
  type StepResult,
} from './checkout.ts';
import { paymentLines, priceCart, type UnprocessableReason } from './pricing.ts';
import type { Checkout } from './stored-checkout.ts';
import { type UnpaidPolicy, unpaidLimits } from './unpaid-limits.ts';

/** The services that checkout calls. */
export interface Upstreams {
  cart: Pick<CartClient, 'getShownCart'>;
  catalog: Pick<CatalogClient, 'lookUpVariants'>;
  shipping: Pick<ShippingClient, 'listShippingMethods'>;
  inventory: Pick<InventoryClient, 'reserveStock' | 'releaseReservation' | 'getReservation'>;
  orders: Pick<OrdersClient, 'placeOrder' | 'abandonOrder' | 'getOrderForService'>;
  payments: Pick<PaymentsClient, 'requestPayment' | 'cancelPayment' | 'getPaymentOfOrder'>;
}

/** The request cannot be processed as it stands; no other service has changed anything. */
export class UnprocessableError extends Error {
  readonly reason: UnprocessableReason;
  /** What the shopper can do, where it depends on the cart. */
  readonly detail: string | undefined;
  constructor(reason: UnprocessableReason, detail?: string) {
    super(reason);
    this.reason = reason;
    this.detail = detail;
  }
}

/** A response that indicates a bug, ours or the upstream's; the checkout stays at its recovery point. */
function unexpected(operation: string, answer: { status: number; body: unknown }): ProblemError {
  return new ProblemError({
    status: 500,
    cause: new Error(`${operation} answered ${answer.status}: ${JSON.stringify(answer.body)}`),
  });
}

/** A permanent refusal by another service that the step does not expect. */
class RejectedError extends Error {
  readonly operation: string;
  constructor(operation: string, message: string) {
    super(message);
    this.operation = operation;
  }
}

/**
 * Throws for an unexpected response: a permanent refusal of this purchase ends the checkout (RejectedError), everything
 * else leaves it at its recovery point.
 */
function reject(operation: string, response: { status: number; body: unknown }): never {
  const failure = responseFailure({ status: response.status, message: JSON.stringify(response.body) });
  if (failure.kind === 'refused') throw new RejectedError(operation, failure.message);
  throw unexpected(operation, response);
}

/**
 * Maps an upstream's error to our response: 503 if a retry may help, else 500, since no request of ours should be
 * refused.
 */
function asUpstreamFailure(error: unknown): unknown {
  if (!(error instanceof ProblemError)) return error;
  const { status, detail } = error;
  if (status !== 429 && status < 502) return new ProblemError({ status: 500, cause: error });
  const headers = { 'retry-after': error.headers['retry-after'] ?? '2' };
  return new ProblemError({ status: 503, headers, cause: error, ...(detail === undefined ? {} : { detail }) });
}

export interface WorkflowOptions {
  upstreams: Upstreams;
  /** Shoppers return to `<storefrontUrl>/orders/<order id>` unless the request has a `returnUrl`. */
  storefrontUrl: string;
  unitLimits: UnitLimits;
  unpaid: UnpaidPolicy;
  /** Called after each compensating request; see faults.ts. */
  fault(point: string): void;
  log: Log;
}

const rejections = counter('checkout_rejections_total', 'Purchases that another service refuses permanently.', []);

/** The reason that orders records for a cancelled order. */
const reasonOf = ({ as }: Ending): string =>
  as === 'declined' ? 'payment_declined' : as === 'rejected' ? 'checkout_rejected' : 'checkout_expired';

/** Sends the compensating requests of an order; each may have been sent before. */
async function compensate(
  { upstreams, fault }: Pick<WorkflowOptions, 'upstreams' | 'fault'>,
  orderId: string,
  lastStep: LastStep,
  reason: string,
): Promise<StepResult> {
  for (const step of compensationSteps(lastStep)) {
    if (step === 'abandonOrder') {
      const answer = await upstreams.orders.abandonOrder({ path: { orderId }, body: { reason } });
      if (answer.status === 409) return { kind: 'order_paid' };
      if (answer.status !== 200 && answer.status !== 404) throw unexpected(step, answer);
    } else if (step === 'cancelPayment') {
      const answer = await upstreams.payments.cancelPayment({ path: { orderId } });
      if (answer.status !== 200) throw unexpected(step, answer);
    } else {
      const answer = await upstreams.inventory.releaseReservation({ path: { reservationId: orderId } });
      if (answer.status !== 200) throw unexpected(step, answer);
    }
    fault(`requested:${step}`);
  }
  return { kind: 'compensated' };
}

/**
 * Cancels an order that its shopper cancelled or replaced by another one; false, without any change, when it is paid.
 * If it stops halfway, OrderCancelled still releases payment and stock. Throws ProblemError 503 when a service is
 * unavailable; a retry is always safe.
 */
export function createCancelUnpaid(
  options: Pick<WorkflowOptions, 'upstreams' | 'fault'>,
): (orderId: string, reason: 'customer_cancelled' | 'replaced') => Promise<boolean> {
  return async (orderId, reason) => {
    try {
      const payment = await options.upstreams.payments.getPaymentOfOrder({ path: { orderId }, query: { fresh: true } });
      if (payment.status === 200 && paymentResult(payment.body).kind === 'authorized') return false;
      return (await compensate(options, orderId, 'ordered', reason)).kind === 'compensated';
    } catch (error) {
      throw asUpstreamFailure(error);
    }
  };
}

/**
 * Runs the next step of a state. Throws UnprocessableError, and ProblemError 503 when a service is unavailable; a retry
 * is always safe.
 */
export function createWorkflow({
  upstreams,
  storefrontUrl,
  unitLimits,
  unpaid,
  fault,
  log,
}: WorkflowOptions): (checkout: Checkout) => Promise<StepResult> {
  async function price({ request }: Checkout): Promise<StepResult> {
    const [cart, methods] = await Promise.all([
      upstreams.cart.getShownCart({ path: { cartId: request.cartId } }),
      upstreams.shipping.listShippingMethods({ query: { country: request.shippingAddress.country } }),
    ]);
    if (cart.status === 404) return { kind: 'refused', ending: { as: 'no_cart' } };
    if (cart.status !== 200) reject('getShownCart', cart);
    if (methods.status !== 200) reject('listShippingMethods', methods);
    const { lines } = cart.body;
    if (lines.length === 0) throw new UnprocessableError('empty_cart');
    if (exceedsUnitLimits(lines, unitLimits)) throw new UnprocessableError('too_many_units');
    const variants = await upstreams.catalog.lookUpVariants({ body: { skus: lines.map(line => line.sku) } });
    if (variants.status !== 200) reject('lookUpVariants', variants);
    const priced = priceCart(lines, variants.body.items, methods.body.items, request.shippingMethod);
    if ('invalid' in priced) throw new UnprocessableError(priced.invalid, priced.detail);
    return 'plan' in priced ? { kind: 'priced', plan: priced.plan } : { kind: 'refused', ending: priced.ending };
  }

  async function reserve(
    { orderId, request, shopperId, client }: Checkout,
    state: State & { step: 'priced' },
  ): Promise<StepResult> {
    const lines = state.plan.lines.map(({ sku, quantity }) => ({ sku, quantity }));
    const hosted = request.paymentMethod === undefined;
    const expiresInSeconds = reservationSeconds(hosted);
    const limits = hosted ? { unpaid: unpaidLimits(unpaid, { email: request.email, shopperId, client }) } : {};
    const answer = await upstreams.inventory.reserveStock({
      path: { reservationId: orderId },
      body: { lines, expiresInSeconds, ...limits },
    });
    if (answer.status === 409 && answer.body.code === 'too_many_reservations') return { kind: 'too_many' };
    if (answer.status === 409) return { kind: 'shortage', shortages: answer.body.shortages ?? [] };
    if (answer.status !== 200) reject('reserveStock', answer);
    return answer.body.status === 'held' ? { kind: 'reserved', until: answer.body.expiresAt } : { kind: 'ended' };
  }

  async function placeOrder(
    { orderId, orderToken, shopperId, request }: Checkout,
    state: State & { step: 'reserved' },
  ): Promise<StepResult> {
    if (paymentDeadline(request.paymentMethod === undefined, state.reservedUntil, Date.now()) === undefined)
      return { kind: 'ended' };
    const { lines, totals } = state.plan;
    const { cartId, email, phone, shippingAddress, shippingMethod } = request;
    const answer = await upstreams.orders.placeOrder({
      path: { orderId },
      body: {
        tokenHash: tokenHash(orderToken),
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
    if (answer.status !== 200) reject('placeOrder', answer);
    return answer.body.status === 'cancelled' ? { kind: 'ended' } : { kind: 'placed', orderNumber: answer.body.number };
  }

  async function pay({ orderId, request }: Checkout, state: State & { step: 'ordered' }): Promise<StepResult> {
    const { email, paymentMethod, returnUrl } = request;
    const expiresAt = paymentDeadline(paymentMethod === undefined, state.reservedUntil, Date.now());
    if (expiresAt === undefined || state.orderIsPaid) {
      // Too late to request it; it may have been requested in time.
      const requested = await upstreams.payments.getPaymentOfOrder({ path: { orderId } });
      const result: StepResult = requested.status === 200 ? paymentResult(requested.body) : { kind: 'ended' };
      return result.kind === 'awaiting' ? { kind: 'ended' } : result;
    }
    const answer = await upstreams.payments.requestPayment({
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
      return { kind: 'declined', declineCode: answer.body.declineCode, detail: answer.body.detail };
    if (answer.status !== 200) reject('requestPayment', answer);
    return paymentResult(answer.body);
  }

  function compensateCheckout(
    { orderId }: Checkout,
    { lastStep, ending }: State & { step: 'compensating' },
  ): Promise<StepResult> {
    return compensate({ upstreams, fault }, orderId, lastStep, reasonOf(ending));
  }

  async function runStep(checkout: Checkout): Promise<StepResult> {
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
      case 'compensating':
        return compensateCheckout(checkout, state);
      case 'finished':
        throw new Error('A finished checkout has no step left');
    }
  }

  return async checkout => {
    try {
      return await runStep(checkout);
    } catch (error) {
      const isLimit = error instanceof ProblemError && error.status === 413;
      if (!isLimit && !(error instanceof RejectedError)) throw asUpstreamFailure(error);
      const { id: checkoutId, orderId } = checkout;
      rejections.inc();
      log.error({ error, checkoutId, orderId, alert: 'checkout_rejected' }, 'a service refuses this purchase');
      return { kind: 'refused', ending: { as: 'rejected' } };
    }
  };
}
