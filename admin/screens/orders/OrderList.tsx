import './orders.css';
import { useMemo } from 'react';
import type { RaRecord } from 'react-admin';
import { resources } from '../../../generated/admin/resources.ts';
import type { Order } from '../../../generated/orders/types.ts';
import { useAccess } from '../../kit/api/access.ts';
import { ExportButton } from '../../kit/resource/ExportButton.tsx';
import { ResourceList } from '../../kit/resource/ResourceList.tsx';
import { BulkActions } from './BulkActions.tsx';
import { OrderStatus } from './OrderStatus.tsx';
import { orderExport } from './order-export.ts';
import { unitsColumn } from './units-column.tsx';
import { orderViews } from './views.ts';

/** A row of the list as an order; react-admin types records by their id only. */
const asOrder = (record: RaRecord): Order => record as Order & RaRecord;

function CustomerCell({ order: { email, shippingAddress } }: { order: Order }) {
  return (
    <span className="order-customer">
      <span>{shippingAddress.name}</span>
      <small className="faint">{email}</small>
    </span>
  );
}

function Tags({ tags = [] }: { tags?: readonly string[] | undefined }) {
  return (
    <span className="order-tags">
      {tags.map(tag => (
        <span key={tag}>{tag}</span>
      ))}
    </span>
  );
}

const columns = {
  placedAt: { label: 'Placed' },
  'shippingAddress.name': {
    label: 'Customer',
    grows: true,
    render: (record: RaRecord) => <CustomerCell order={asOrder(record)} />,
  },
  lines: unitsColumn,
  tags: {
    align: 'start' as const,
    mobile: 'hidden' as const,
    render: (record: RaRecord) => <Tags tags={asOrder(record).tags} />,
  },
  status: { render: (record: RaRecord) => <OrderStatus order={asOrder(record)} /> },
  'shippingAddress.country': { label: 'Ships to' },
};

/** All orders, newest first, with the views that a merchant works through. */
export default function OrderList() {
  const views = useMemo(() => orderViews(new Date()), []);
  const { can } = useAccess();
  return (
    <ResourceList
      resource={resources.orders}
      columns={columns}
      views={views}
      withTotal
      searchHint="Number, name, phone, product…"
      bulk={<BulkActions />}
      actions={can('exportOrdersAsCsv') && <ExportButton resource="orders" of={orderExport} />}
    />
  );
}
