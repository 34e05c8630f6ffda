import { afterAll, beforeAll, test } from '@jest/globals';
import { type AuditSuite, auditSuite } from '../../services/audit/testing/suite.ts';
import { adminHeaders, verify } from '../provider.ts';
import { type AuditSurroundings, auditStates } from '../states/audit.ts';

const around: AuditSurroundings = { failed: [], serviceUrls: new Map() };
let suite: AuditSuite;
beforeAll(async () => {
  suite = await auditSuite({
    failedWork: { list: async () => ({ items: around.failed, unavailable: [] }), act: async () => {} },
    serviceUrls: around.serviceUrls,
  });
});
afterAll(() => suite.close());

test('audit keeps every pact that others have with it', () =>
  verify('audit', { url: suite.url, states: auditStates(suite, around), staff: adminHeaders(suite.identity) }));
