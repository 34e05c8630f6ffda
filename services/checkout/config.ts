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
  /** Maximum unpaid orders of one account or e-mail address. */
  MAX_UNPAID_ORDERS: count(),
  /** Maximum unpaid orders of one network address. */
  MAX_UNPAID_ORDERS_PER_ADDRESS: count(),
  /** The share of a sku's stock that unpaid orders may reserve together. */
  UNPAID_STOCK_PERCENT: count().refine(percent => percent <= 100, 'must be a percentage'),
  /** The storefront as browsers see it. */
  STOREFRONT_URL: httpUrl(),
  /** Allowed origins of `returnUrl`, besides the storefront's. */
  ALLOWED_RETURN_ORIGINS: list()
    .refine(urls => urls.every(url => URL.canParse(url)), 'must be addresses such as https://shop.example')
    .optional(),
  /** The point at which the process is killed (faults.ts); ignored in production. */
  FAULT_AFTER: z.string().optional(),
};
