import { auditRecordsChangesOf } from '../audit-changes.ts';

auditRecordsChangesOf('orders', {
  reason: 'Ordered twice.',
  changes: [{ field: 'status', before: 'paid', after: 'cancelled' }],
});
