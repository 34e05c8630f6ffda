import './orders.css';
import { useMemo } from 'react';
import type { RaRecord } from 'react-admin';
import { resources } from '../../../generated/admin/resources.ts';
import type { Order } from '../../../generated/orders/types.ts';
import { ResourceList } from '../../kit/resource/ResourceList.tsx';
import { OrderStatus } from './OrderStatus.tsx';
import { unitsColumn } from './units-column.tsx';
import { orderViews } from './views.ts';

/** A row of the list as an order; react-admin types records by their id only. */
const asOrder = (record: RaRecord): Order => record as Order & RaRecord;

const columns = {
  placedAt: { label: 'Placed' },
  email: { label: 'Customer' },
  lines: unitsColumn,
  status: { render: (record: RaRecord) => <OrderStatus order={asOrder(record)} /> },
  'shippingAddress.country': { label: 'Ships to' },
};

/** All orders, newest first, with the views that a merchant works through. */
export default function OrderList() {
  const views = useMemo(() => orderViews(new Date()), []);
  return <ResourceList resource={resources.orders} columns={columns} views={views} />;
}
