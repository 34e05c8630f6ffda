import { afterAll, beforeAll, expect } from '@jest/globals';
import { consumers } from '../services/audit/events.ts';
import { type AuditSuite, auditSuite } from '../services/audit/testing/suite.ts';
import { pactBetween } from './consumer.ts';
import { changeMade } from './examples.ts';
import type { Example } from './matchers.ts';
import type { EventOf, ProviderStates } from './provider-tables.ts';

type Publisher = { [P in keyof ProviderStates]: 'ChangeMade' extends EventOf<P> ? P : never }[keyof ProviderStates];

/**
 * The pact of audit with a service: it records the changes that staff made there. `more` is what this service says
 * beside what all say. Called once in a test file.
 */
export function auditRecordsChangesOf(
  provider: Publisher,
  more: Readonly<Record<string, Example>> & { resourceId?: string },
): void {
  const { messageInteraction } = pactBetween('audit', provider);
  const consumer = consumers.find(({ source }) => source === provider);

  let suite: AuditSuite;
  beforeAll(async () => {
    suite = await auditSuite();
  });
  afterAll(() => suite.close());

  const payload = { ...changeMade, ...more };
  messageInteraction({ type: 'ChangeMade', key: payload.resourceId, payload }, async message => {
    await suite.database.$transaction(async tx => consumer?.dispatch(message, tx));
    const { requestId: _, ...recorded } = payload;
    expect(await suite.entries({})).toMatchObject([{ ...recorded, service: provider }]);
  });
}
