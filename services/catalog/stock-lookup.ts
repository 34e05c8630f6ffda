import type { createInventoryClient } from '../../generated/inventory/client.ts';
import { inBatches } from '../../look/in-batches.ts';
import type { StockStore } from './store-stock.ts';

export type Inventory = Pick<ReturnType<typeof createInventoryClient>, 'lookUpAvailability'>;

const PRODUCTS = 200;
/** The most skus of one request, by the contract of inventory. */
const MAX_SKUS = 200;

/**
 * Asks inventory what can be sold of products whose stock is not known: those of an earlier version, and those whose
 * skus changed. Events that arrive meanwhile win by their version.
 * @throws ProblemError 503 while inventory is unavailable; the products stay due
 */
export async function lookUpStock(
  { stock, inventory }: { stock: StockStore; inventory: Inventory },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const due = await stock.due(PRODUCTS);
    if (due.length === 0) return;
    for (const skus of inBatches([...new Set(due.flatMap(product => product.skus))], MAX_SKUS)) {
      const answer = await inventory.lookUpAvailability({ body: { skus } });
      if (answer.status !== 200) throw new Error(`inventory answered ${answer.status}: ${answer.body.detail}`);
      await stock.save(answer.body.items.filter(({ available, version }) => available > 0 || version > 0));
    }
    await stock.settle(due);
  }
}
