import './orders.css';
import { useMemo } from 'react';
import { resources } from '../../../generated/admin/resources.ts';
import { ResourceList } from '../../kit/resource/ResourceList.tsx';
import { unitsColumn } from './units-column.tsx';
import { orderViews } from './views.ts';

const columns = {
  placedAt: { label: 'Placed' },
  email: { label: 'Customer' },
  lines: unitsColumn,
  'shippingAddress.country': { label: 'Ships to' },
};

/** All orders, newest first, with the views that a merchant works through. */
export default function OrderList() {
  const views = useMemo(() => orderViews(new Date()), []);
  return <ResourceList resource={resources.orders} columns={columns} views={views} />;
}
