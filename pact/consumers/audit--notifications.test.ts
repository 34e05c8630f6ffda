import { auditRecordsChangesOf } from '../audit-changes.ts';

auditRecordsChangesOf('notifications', {
  resource: 'templates',
  resourceId: 'order-paid',
  changes: [{ field: 'subject', before: 'Your order', after: 'We have your order' }],
});
