import { type AttributeRecord, attributeNameKey } from '../attribute.ts';
import { byPlace, type StoredAttribute } from '../product-attributes.ts';
import { readAttributeCell } from './attribute-cells.ts';
import type { ImportRow, RowFault } from './rows.ts';

/**
 * The attributes of a product after its rows: of each column the first cell that is not empty counts, and where all are
 * empty the product loses the attribute; without a column it keeps it. `known` has the attributes by
 * `attributeNameKey`.
 */
export function planAttributes(
  rows: readonly ImportRow[],
  before: readonly StoredAttribute[],
  known: ReadonlyMap<string, AttributeRecord>,
): { attributes: StoredAttribute[]; faults: RowFault[] } {
  const faults: RowFault[] = [];
  const attributes = new Map(before.map(attribute => [attribute.id, attribute]));
  const given = new Set<string>();
  for (const { line, attributes: cells } of rows)
    for (const { name, column, cell } of cells) {
      const attribute = known.get(attributeNameKey(name));
      if (!attribute) {
        if (cell !== '') faults.push({ line, column, message: `there is no attribute ${JSON.stringify(name)}` });
        continue;
      }
      if (!given.has(attribute.id)) attributes.delete(attribute.id);
      given.add(attribute.id);
      if (cell === '') continue;
      const read = readAttributeCell(attribute, cell);
      if ('fault' in read) faults.push({ line, column, message: read.fault });
      else if (!attributes.has(attribute.id)) attributes.set(attribute.id, read);
    }
  return { attributes: [...attributes.values()].sort(byPlace), faults };
}
