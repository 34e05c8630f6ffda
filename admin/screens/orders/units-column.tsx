import type { RaRecord } from 'react-admin';
import { isObject } from '../../kit/api/request-body.ts';

/** Units of all line items. */
function unitsOf(lines: unknown): number {
  const list: unknown[] = Array.isArray(lines) ? lines : [];
  return list.reduce<number>(
    (sum, line) => sum + (isObject(line) && typeof line.quantity === 'number' ? line.quantity : 0),
    0,
  );
}

/** The column of `lines`, which counts units, not lines. */
export const unitsColumn = {
  label: 'Items',
  mobileLabel: ({ lines }: RaRecord) => (unitsOf(lines) === 1 ? 'item' : 'items'),
  render: ({ lines }: RaRecord) => <span className="numeric">{unitsOf(lines)}</span>,
};
