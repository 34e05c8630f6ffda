import { resources } from '../../generated/admin/resources.ts';
import { words } from '../look/tones.ts';
import { shortKey, valueAt } from '../resource/labels.ts';
import { ResourceList } from '../resource/ResourceList.tsx';

const views = [
  { label: 'Failed', filter: { status: 'declined' } },
  { label: 'To capture', filter: { status: 'authorized' } },
];

/** All payments; what can be done about one is on its order's page. */
export default function PaymentList() {
  return (
    <ResourceList
      resource={resources.payments}
      views={views}
      columns={{
        orderId: { label: 'Order', render: record => String(record.orderNumber ?? shortKey(String(record.orderId))) },
        amount: { phone: 'alone' },
        captured: { phone: 'hidden' },
        card: {
          label: 'Card',
          render: record => {
            const brand = valueAt(record, 'card.brand');
            return typeof brand === 'string' ? (
              `${words(brand)} ·· ${String(valueAt(record, 'card.last4'))}`
            ) : (
              <span className="faint nothing">–</span>
            );
          },
        },
      }}
    />
  );
}
