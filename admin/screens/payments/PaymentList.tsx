import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import { resources } from '../../../generated/admin/resources.ts';
import { useRoles } from '../../kit/api/access.ts';
import { api } from '../../kit/api/clients.ts';
import { words } from '../../kit/components/status-tones.ts';
import { BulkAction } from '../../kit/resource/BulkAction.tsx';
import { shortKey, valueAt } from '../../kit/resource/labels.ts';
import { ResourceList } from '../../kit/resource/ResourceList.tsx';

const views = [
  { label: 'Failed', filter: { status: 'declined' } },
  { label: 'To capture', filter: { status: 'authorized' } },
];

/** All payments; what can be done about one is on its order's page. */
export default function PaymentList() {
  const { may } = useRoles();
  return (
    <ResourceList
      resource={resources.payments}
      views={views}
      bulk={may('capturePayment') && <CaptureSelected />}
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

function CaptureSelected() {
  return (
    <BulkAction
      label="Capture"
      one="payment"
      fits={({ status }) => status === 'authorized'}
      rule="Only payments that are authorized can be captured."
      run={(id, key) =>
        bodyOf(api.payments.capturePayment({ path: { paymentId: id }, headers: { 'idempotency-key': key } }))
      }
      done="captured"
    >
      <p className="soft">
        Each card is charged the whole amount that is held. It can be given back afterwards, which takes the bank a few
        days.
      </p>
    </BulkAction>
  );
}
