import './orders.css';
import { useMemo } from 'react';
import type { RaRecord } from 'react-admin';
import { resources } from '../../generated/admin/resources.ts';
import { isValues } from '../provider/body.ts';
import { ResourceList } from '../resource/ResourceList.tsx';
import { orderViews } from './views.ts';

const columns = {
  placedAt: { label: 'Placed' },
  email: { label: 'Customer' },
  lines: { label: 'Items', render: (record: RaRecord) => <span className="numeric">{unitsOf(record.lines)}</span> },
  'shippingAddress.country': { label: 'To' },
};

/** How many things an order is for. */
function unitsOf(lines: unknown): number {
  const list: unknown[] = Array.isArray(lines) ? lines : [];
  return list.reduce<number>((sum, line) => sum + (isValues(line) && typeof line.quantity === 'number' ? line.quantity : 0), 0);
}

/** All orders, newest first, with the views that a merchant works through. */
export default function OrderList() {
  const views = useMemo(() => orderViews(new Date()), []);
  return <ResourceList resource={resources.orders} columns={columns} views={views} />;
}
