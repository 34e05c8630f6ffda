import type { RaRecord } from 'react-admin';
import { isObject } from '../../kit/api/request-body.ts';

/** How many things the lines of an order or a parcel hold. */
function unitsOf(lines: unknown): number {
  const list: unknown[] = Array.isArray(lines) ? lines : [];
  return list.reduce<number>(
    (sum, line) => sum + (isObject(line) && typeof line.quantity === 'number' ? line.quantity : 0),
    0,
  );
}

/** The column of `lines`: people count things, not lines. */
export const unitsColumn = {
  label: 'Items',
  phoneLabel: ({ lines }: RaRecord) => (unitsOf(lines) === 1 ? 'item' : 'items'),
  render: ({ lines }: RaRecord) => <span className="numeric">{unitsOf(lines)}</span>,
};
