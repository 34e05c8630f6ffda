import type { StockLine as PublishedLine } from '../../generated/inventory/events.ts';
import { mergeLines, type StockLine } from './stock.ts';

/** Lines as they are published: one a sku, with its available units and its version. */
export function publishedLines(
  lines: readonly StockLine[],
  available: ReadonlyMap<string, number>,
  versions: ReadonlyMap<string, number>,
): PublishedLine[] {
  return mergeLines(lines).map(({ sku, quantity }) => ({
    sku,
    quantity,
    available: available.get(sku) ?? 0,
    version: versions.get(sku) ?? 1,
  }));
}
