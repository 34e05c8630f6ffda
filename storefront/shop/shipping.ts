import { createShippingClient } from '../../generated/shipping/client.ts';
import type { ShippingMethod } from '../../generated/shipping/types.ts';
import { gateway, orUnavailable, type ServiceUnavailable } from './gateway.ts';

export type { ShippingMethod };

/** The shipping methods of a country (ISO 3166-1 alpha-2), cheapest first; none for a country that is not served. */
export async function shippingMethods(country: string): Promise<readonly ShippingMethod[] | ServiceUnavailable> {
  const response = await orUnavailable(
    createShippingClient(gateway('shipping')).listShippingMethods({ query: { country } }),
  );
  if (response.status === 200) return response.body.items;
  return response.status === 503 ? response : [];
}
