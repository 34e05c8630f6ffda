import { setTimeout as sleep } from 'node:timers/promises';
import type { SearchClient } from '../../../generated/search/client.ts';

const POLL_MS = 500;
/**
 * How many times in a row the count of what is in stock must stay the same: events of stock arrive by themselves, after
 * that of products.
 */
const STEADY = 3;

/**
 * Waits until search has at least this many products and their stock: the events of an import take their time. Throws
 * when search refuses.
 */
export async function untilSearchable(
  search: SearchClient,
  products: number,
  print: (line: string) => void,
): Promise<void> {
  let before = '';
  for (let steady = 0; steady < STEADY; await sleep(POLL_MS)) {
    const answer = await search.searchProducts({ query: { limit: 1 } });
    if (answer.status !== 200) throw new Error(`Searching was refused with ${answer.status}`);
    const { total, facets } = answer.body;
    const now = `searchable ${total}/${products}, ${facets.inStock} in stock`;
    steady = total >= products && facets.inStock > 0 && now === before ? steady + 1 : 0;
    if (now !== before) print(now);
    before = now;
  }
}
