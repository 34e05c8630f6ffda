import { auditRecordsChangesOf } from '../audit-changes.ts';

auditRecordsChangesOf('identity', {
  actor: { kind: 'staff', id: 'ada', email: 'ada@example.com' },
  changes: [{ field: 'name', before: 'Olga', after: 'Olga Petrova' }],
});
