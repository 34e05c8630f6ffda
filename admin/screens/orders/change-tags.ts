import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { TaggedOrder } from '../../../generated/orders/types.ts';
import { inBatches } from '../../../look/in-batches.ts';
import { api } from '../../kit/api/clients.ts';

const MAX_ORDERS = 500;

/** Adds tags to orders and takes others away, in as many requests as it takes. */
export async function changeTags(
  orderIds: readonly string[],
  change: { add: readonly string[]; remove: readonly string[] },
): Promise<TaggedOrder[]> {
  const changed: TaggedOrder[] = [];
  for (const batch of inBatches(orderIds, MAX_ORDERS)) {
    const body = { orderIds: batch, add: [...change.add], remove: [...change.remove] };
    changed.push(...(await bodyOf(api.orders.changeOrderTags({ body }))).items);
  }
  return changed;
}

/** Takes a change back: orders whose tags changed alike are changed together. */
export async function undoTags(changed: readonly TaggedOrder[]): Promise<void> {
  const groups = Map.groupBy(changed, ({ added, removed }) => JSON.stringify([removed, added]));
  for (const orders of groups.values()) {
    const [first] = orders;
    if (!first || first.added.length + first.removed.length === 0) continue;
    const ids = orders.map(({ orderId }) => orderId);
    await changeTags(ids, { add: first.removed, remove: first.added });
  }
}
