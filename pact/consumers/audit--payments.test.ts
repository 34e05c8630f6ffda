import { auditRecordsChangesOf } from '../audit-changes.ts';
import { orderId, usd } from '../examples.ts';

auditRecordsChangesOf('payments', {
  parent: { resource: 'orders', resourceId: orderId },
  changes: [{ field: 'captured', before: usd(0), after: usd(701) }],
});
