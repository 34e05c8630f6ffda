import { type Inventory, stockUp } from '../../services/inventory/testing/suite.ts';
import type { States } from '../provider.ts';

/** Stock of a sku in one place, held under an id. */
export async function hold(inventory: Inventory, reservationId: string, sku: string, quantity = 2): Promise<void> {
  await stockUp(inventory, { [`${sku}@east`]: quantity });
  const body = { lines: [{ sku, quantity }], expiresInSeconds: 600 };
  const answer = await inventory.service.reserveStock({ path: { reservationId }, body });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
}

/** What inventory has in the pacts that others have with it. */
export function inventoryStates(inventory: Inventory): States {
  return {
    'there is stock': ({ sku, onHand }) => stockUp(inventory, { [`${sku}@east`]: Number(onHand) }),
    'stock is held': ({ reservationId, sku, quantity }) => hold(inventory, String(reservationId), String(sku), Number(quantity)),
  };
}
