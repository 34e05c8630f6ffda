import { createShippingClient } from '../../generated/shipping/client.ts';
import type { ShippingMethod } from '../../generated/shipping/types.ts';
import { asked, type Down, gateway } from './gateway.ts';

export type { ShippingMethod };

/** The ways to send to a country (ISO 3166-1 alpha-2), cheapest first; none where we do not send. */
export async function shippingMethods(country: string): Promise<readonly ShippingMethod[] | Down> {
  const answer = await asked(createShippingClient(gateway()).listShippingMethods({ query: { country } }));
  if (answer.status === 200) return answer.body.items;
  return answer.status === 503 ? answer : [];
}
