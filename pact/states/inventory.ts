import { z } from 'zod';
import { allocateOrders } from '../../services/inventory/allocations.ts';
import { type Inventory, stockUp } from '../../services/inventory/testing/suite.ts';
import { newId } from '../../services/platform/ids.ts';
import { stateOf } from '../state.ts';

/** Stock of a SKU at one location, reserved under an id. */
export async function hold(inventory: Inventory, reservationId: string, sku: string, quantity = 2): Promise<void> {
  await stockUp(inventory, { [`${sku}@east`]: quantity });
  const body = { lines: [{ sku, quantity }], expiresInSeconds: 600 };
  const response = await inventory.service.reserveStock({ path: { reservationId }, body });
  if (response.status !== 200) throw new Error(JSON.stringify(response.body));
}

/** Allocates the stock of an order that was paid. */
export function allocate({ database }: Inventory, orderId: string, sku: string): Promise<unknown> {
  return database.$transaction(tx =>
    allocateOrders(tx, [{ orderId, lines: [{ sku, quantity: 2 }], traced: work => work() }]),
  );
}

/** The provider states of inventory. */
export function inventoryStates(inventory: Inventory) {
  return {
    'there is stock': stateOf({ sku: z.string(), onHand: z.number() }, ({ sku, onHand }) =>
      stockUp(inventory, { [`${sku}@east`]: onHand }),
    ),
    'staff adjusted a level': stateOf({ sku: z.string() }, async ({ sku }) => {
      await stockUp(inventory, { [`${sku}@east`]: 7 });
      const response = await inventory.staff('catalog').adjustStock({
        headers: { 'idempotency-key': newId() },
        body: { sku, location: 'east', delta: -1, reason: 'damaged', note: 'Fell down.' },
      });
      if (response.status !== 201) throw new Error(JSON.stringify(response.body));
    }),
    'stock went to an order': stateOf({ orderId: z.string() }, async ({ orderId }) => {
      const sku = newId();
      await hold(inventory, orderId, sku);
      await allocate(inventory, orderId, sku);
    }),
    'stock is held': stateOf(
      { reservationId: z.string(), sku: z.string(), quantity: z.number() },
      ({ reservationId, sku, quantity }) => hold(inventory, reservationId, sku, quantity),
    ),
  };
}
