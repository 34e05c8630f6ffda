import { auditRecordsChangesOf } from '../audit-changes.ts';

auditRecordsChangesOf('catalog', { changes: [{ field: 'description', before: 'Ripe.', after: 'Riper.' }] });
