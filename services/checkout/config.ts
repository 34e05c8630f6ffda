import { z } from 'zod';
import { count, httpUrl, list } from '../platform/config.ts';
import { postgresServiceConfig } from '../platform/postgres-service.ts';
import { unitLimitConfig } from '../platform/unit-limits.ts';

/** The addresses of the services that checkout calls. */
export const upstreamConfig = {
  CART_URL: httpUrl(),
  CATALOG_URL: httpUrl(),
  SHIPPING_URL: httpUrl(),
  INVENTORY_URL: httpUrl(),
  ORDERS_URL: httpUrl(),
  PAYMENTS_URL: httpUrl(),
};

/** The environment of checkout. */
export const checkoutConfig = {
  ...postgresServiceConfig,
  ...upstreamConfig,
  ...unitLimitConfig,
  /** Orders of one account or e-mail address that may wait for their payment. */
  MAX_UNPAID_ORDERS: count(),
  /** The same for one network address. */
  MAX_UNPAID_ORDERS_PER_ADDRESS: count(),
  /** The share of a sku's stock that unpaid orders may reserve together. */
  UNPAID_STOCK_PERCENT: count().refine(percent => percent <= 100, 'must be a percentage'),
  /** The storefront as browsers see it. */
  STOREFRONT_URL: httpUrl(),
  /** Besides the storefront, where `returnUrl` may lead; only scheme, host and port count. */
  ALLOWED_RETURN_ORIGINS: list()
    .refine(urls => urls.every(url => URL.canParse(url)), 'must be addresses such as https://shop.example')
    .optional(),
  /** Where to die (faults.ts); not heeded in production. */
  FAULT_AFTER: z.string().optional(),
};
