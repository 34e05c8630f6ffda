import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import { resources } from '../../../generated/admin/resources.ts';
import { useAccess } from '../../kit/api/access.ts';
import { api } from '../../kit/api/clients.ts';
import { humanize } from '../../kit/components/status-tones.ts';
import { BulkAction } from '../../kit/resource/BulkAction.tsx';
import { shortId, valueAt } from '../../kit/resource/labels.ts';
import { ResourceList } from '../../kit/resource/ResourceList.tsx';
import { orderPath } from '../orders/order-path.ts';

const views = [
  { label: 'Failed', filter: { status: 'declined' } },
  { label: 'To capture', filter: { status: 'authorized' } },
];

/** All payments; capture and refund of one are on its order's page. */
export default function PaymentList() {
  const { can } = useAccess();
  return (
    <ResourceList
      resource={resources.payments}
      views={views}
      recordTo={record => orderPath(String(record.orderId), 'payment')}
      bulk={can('capturePayment') && <CaptureSelected />}
      columns={{
        orderId: { label: 'Order', render: record => String(record.orderNumber ?? shortId(String(record.orderId))) },
        amount: { mobile: 'alone' },
        captured: { mobile: 'hidden' },
        card: {
          label: 'Card',
          render: record => {
            const brand = valueAt(record, 'card.brand');
            return typeof brand === 'string' ? (
              `${humanize(brand)} ·· ${String(valueAt(record, 'card.last4'))}`
            ) : (
              <span className="faint nothing">–</span>
            );
          },
        },
      }}
    />
  );
}

function CaptureSelected() {
  return (
    <BulkAction
      label="Capture"
      itemName="payment"
      isApplicable={({ status }) => status === 'authorized'}
      applicability="Only payments that are authorized can be captured."
      run={(id, key) =>
        bodyOf(api.payments.capturePayment({ path: { paymentId: id }, headers: { 'idempotency-key': key } }))
      }
      outcome="captured"
    >
      <p className="soft">
        Each card is charged the whole amount that is held. It can be refunded afterwards, which takes the bank a few
        days.
      </p>
    </BulkAction>
  );
}
