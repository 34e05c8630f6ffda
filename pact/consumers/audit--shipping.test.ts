import { auditRecordsChangesOf } from '../audit-changes.ts';
import { orderId } from '../examples.ts';

auditRecordsChangesOf('shipping', {
  parent: { resource: 'orders', resourceId: orderId },
  changes: [{ field: 'status', before: 'ready', after: 'created' }],
});
