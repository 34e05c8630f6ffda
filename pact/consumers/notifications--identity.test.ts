import { afterAll, beforeAll, expect } from '@jest/globals';
import { identityLinkTokens, LinkExpiredError } from '../../services/notifications/link-tokens.ts';
import { type NotificationsSuite, notificationsSuite } from '../../services/notifications/testing/suite.ts';
import { TEST_SERVICE_KEY } from '../../services/platform/testing/identity.ts';
import { pactBetween } from '../consumer.ts';
import { AT, uuidOf } from '../examples.ts';
import { exactly, pathFromState } from '../matchers.ts';

const { httpInteraction, messageInteraction } = pactBetween('notifications', 'identity');

let suite: NotificationsSuite;
beforeAll(async () => {
  suite = await notificationsSuite();
});
afterAll(() => suite.close());

const linkId = uuidOf(80);
const tokenFrom = (url: string, id: string) => identityLinkTokens({ url, key: TEST_SERVICE_KEY })(id);

httpInteraction(
  'for the token of the link in a mail',
  {
    given: { state: 'somebody is invited' },
    request: { method: 'POST', path: pathFromState('/internal/account-links/{linkId}/tokens', 'linkId', linkId) },
    response: { status: 201, body: { token: 'a-token' } },
  },
  async baseUrl => {
    expect(await tokenFrom(baseUrl, linkId)).toBe('a-token');
  },
);

httpInteraction(
  'for the token of a link that is over',
  {
    request: { method: 'POST', path: `/internal/account-links/${uuidOf(404)}/tokens` },
    response: { status: 410 },
  },
  async baseUrl => {
    await expect(tokenFrom(baseUrl, uuidOf(404))).rejects.toThrow(LinkExpiredError);
  },
);

const userId = uuidOf(81);
const payload = {
  linkId,
  userId,
  purpose: 'invitation',
  email: 'olga@example.com',
  name: 'Olga Orders',
  expiresAt: AT,
};
messageInteraction({ type: 'AccountLinkCreated', key: userId, payload }, async message => {
  await suite.receive(message);
  const messages = await suite.database.message.findMany({ where: { linkId } });
  expect(messages).toMatchObject([{ channel: 'email', recipient: payload.email, template: 'staff-invitation' }]);
  expect(JSON.stringify(messages[0]?.data)).toContain('Olga Orders');
});

const changed = { userId, previousEmail: 'ada@example.com', changedAt: AT };
messageInteraction({ type: 'AccountEmailChanged', key: userId, payload: changed }, async message => {
  await suite.receive(message);
  const messages = await suite.database.message.findMany({ where: { template: 'email-changed' } });
  expect(messages).toMatchObject([{ channel: 'email', recipient: 'ada@example.com' }]);
});

const replaced = { userId, kind: exactly('staff'), email: 'grace@example.com', name: 'Grace Orders', changedAt: AT };
messageInteraction({ type: 'AccountPasswordChanged', key: userId, payload: replaced }, async message => {
  await suite.receive(message);
  const messages = await suite.database.message.findMany({ where: { template: 'password-changed' } });
  expect(messages).toMatchObject([{ channel: 'email', recipient: 'grace@example.com' }]);
});

const deleted = { userId, email: 'edith@example.com', deletedAt: AT };
messageInteraction({ type: 'AccountDeleted', key: userId, payload: deleted }, async message => {
  await suite.receive(message);
  const messages = await suite.database.message.findMany({ where: { template: 'account-deleted' } });
  expect(messages).toMatchObject([{ channel: 'email', recipient: 'edith@example.com' }]);
});
