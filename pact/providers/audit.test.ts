import { afterAll, beforeAll, test } from '@jest/globals';
import { type AuditSuite, auditSuite } from '../../services/audit/testing/suite.ts';
import { adminHeaders, verify } from '../provider.ts';
import { auditStates } from '../states/audit.ts';

let suite: AuditSuite;
beforeAll(async () => {
  suite = await auditSuite();
});
afterAll(() => suite.close());

test('audit keeps every pact that others have with it', () =>
  verify('audit', { url: suite.url, states: auditStates(suite), staff: adminHeaders(suite.identity) }));
