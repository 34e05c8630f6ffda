import { auditRecordsChangesOf } from '../audit-changes.ts';

auditRecordsChangesOf('inventory', {
  reason: 'damaged: Fell down.',
  changes: [{ field: 'east.onHand', before: 7, after: 6 }],
});
