import type { KeyObject } from 'node:crypto';
import { createCartClient } from '../../generated/cart/client.ts';
import { createCatalogClient } from '../../generated/catalog/client.ts';
import { createInventoryClient } from '../../generated/inventory/client.ts';
import { createOrdersClient } from '../../generated/orders/client.ts';
import { createPaymentsClient } from '../../generated/payments/client.ts';
import { createShippingClient } from '../../generated/shipping/client.ts';
import { outgoing } from '../platform/http/outgoing.ts';
import type { upstreamConfig } from './config.ts';
import type { Upstreams } from './workflow.ts';

/**
 * The clients of the services that checkout calls. Payments may wait for the payment provider, the others for a
 * database at most.
 */
export function connectUpstreams(urls: Record<keyof typeof upstreamConfig, string>, key: KeyObject): Upstreams {
  const options = (target: string, baseUrl: string, timeoutMs: number) => ({
    baseUrl,
    ...outgoing({ caller: 'checkout', target, key, timeoutMs }),
  });
  return {
    cart: createCartClient(options('Cart', urls.CART_URL, 3_000)),
    catalog: createCatalogClient(options('Catalog', urls.CATALOG_URL, 3_000)),
    shipping: createShippingClient(options('Shipping', urls.SHIPPING_URL, 3_000)),
    inventory: createInventoryClient(options('Inventory', urls.INVENTORY_URL, 10_000)),
    orders: createOrdersClient(options('Orders', urls.ORDERS_URL, 5_000)),
    payments: createPaymentsClient(options('Payments', urls.PAYMENTS_URL, 15_000)),
  };
}
