import { createHash } from 'node:crypto';
import { afterAll, beforeAll } from '@jest/globals';
import type { Plan, State, StepResult } from '../services/checkout/checkout.ts';
import { startUpstreams } from '../services/checkout/testing/upstreams.ts';
import { connectUpstreams } from '../services/checkout/upstreams.ts';
import { createWorkflow, type Upstreams } from '../services/checkout/workflow.ts';
import { TEST_SERVICE_KEY } from '../services/platform/testing/identity.ts';
import { silentLog } from '../services/platform/testing/log.ts';
import { address, SKU, usd, uuidOf } from './examples.ts';

export const cartId = uuidOf(2);
export const plan = {
  lines: [
    {
      sku: SKU,
      title: 'Bananas',
      quantity: 2,
      unitPrice: usd(101),
      lineTotal: usd(202),
      imageUrl: '/media/b-640.webp',
    },
  ],
  shippingMethod: { id: 'standard', name: 'Standard' },
  totals: { subtotal: usd(202), shipping: usd(499), total: usd(701) },
} satisfies Plan;
const orderToken = 'test';
export const orderTokenHash = createHash('sha256').update(orderToken).digest('hex');
export const request = {
  email: 'ada@example.com',
  phone: '+442079460000',
  shippingAddress: address,
  shippingMethod: 'standard',
  returnUrl: 'http://shop.example/orders/1',
};

/** The upstream services at one address, as checkout's main.ts connects them. */
export function connectTo(baseUrl: string): Upstreams {
  const names = ['CART_URL', 'CATALOG_URL', 'SHIPPING_URL', 'INVENTORY_URL', 'ORDERS_URL', 'PAYMENTS_URL'] as const;
  const [cart, catalog, shipping, inventory, orders, payments] = names;
  const urls = {
    [cart]: baseUrl,
    [catalog]: baseUrl,
    [shipping]: baseUrl,
    [inventory]: baseUrl,
    [orders]: baseUrl,
    [payments]: baseUrl,
  };
  return connectUpstreams(urls, TEST_SERVICE_KEY);
}

/** Checkout's workflow with the pact's service and the others in memory. Called once in a test file. */
export function checkoutWorkflow<K extends keyof Upstreams>(service: K) {
  let upstreams: Awaited<ReturnType<typeof startUpstreams>>;
  beforeAll(async () => {
    upstreams = await startUpstreams();
  });
  afterAll(() => upstreams.close());

  return {
    upstreams: () => upstreams,
    /** Runs the step of a state, with the pact's service at `baseUrl`. */
    async runStep(
      baseUrl: string,
      state: State,
      of: { orderId: string; cartId?: string; paymentMethod?: string; shopperId?: string },
    ): Promise<StepResult> {
      const { orderId, shopperId, paymentMethod } = of;
      const flow = createWorkflow({
        upstreams: { ...upstreams.clients, [service]: connectTo(baseUrl)[service] },
        storefrontUrl: 'http://shop.example',
        unitLimits: { line: 50, order: 300 },
        unpaid: { maxOrders: 3, maxOrdersPerAddress: 10, maxPercent: 50 },
        fault: () => {},
        log: silentLog(),
      });
      return flow({
        id: uuidOf(9),
        orderId,
        orderToken,
        state,
        ...(shopperId === undefined ? {} : { shopperId }),
        request: { ...request, cartId: of.cartId ?? cartId, ...(paymentMethod === undefined ? {} : { paymentMethod }) },
      });
    },
  };
}
