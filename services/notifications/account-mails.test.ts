import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { identityEvents } from '../../generated/identity/events.ts';
import { unavailable } from '../platform/http/unavailable.ts';
import { newId } from '../platform/ids.ts';
import { until } from '../platform/testing/until.ts';
import { LinkIsOver } from './link-tokens.ts';
import { sendDue } from './sender.ts';
import { inbox, type NotificationsSuite, notificationsSuite } from './testing/suite.ts';

let suite: NotificationsSuite;
beforeAll(async () => {
  suite = await notificationsSuite();
});
afterAll(() => suite.close());

/** An invitation, whose event is delivered twice. */
async function invite() {
  const userId = newId();
  const invitation = { linkId: newId(), userId, email: `olga.${userId}@example.com`, name: 'Olga <b>Orders</b>' };
  const expiresAt = '2026-11-25T10:00:00.000Z';
  await suite.deliver(identityEvents.AccountLinkCreated(userId, { ...invitation, purpose: 'invitation', expiresAt }));
  return invitation;
}

async function messagesTo(recipient: string) {
  const answer = await suite.staff('support').listMessages({ query: { recipient } });
  if (answer.status !== 200) throw new Error(`${answer.status}`);
  return answer.body.items;
}

describe('an invitation', () => {
  test('is mailed once, with a link whose token no staff can read', async () => {
    const { email, linkId } = await invite();
    await suite.send();
    const mails = await until(async () => (await inbox(email)).length > 0 && inbox(email), { describe: 'the mail' });
    expect(mails).toHaveLength(1);
    const link = `http://console.example/accept-invitation#token-of-${linkId}`;
    expect(mails[0]).toMatchObject({ html: expect.stringContaining(link), text: expect.stringContaining(link) });
    expect(mails[0]?.text).toContain('25 November');
    expect(mails[0]?.html).toContain('Olga &lt;b&gt;Orders');

    const [message] = await messagesTo(email);
    expect(message).toMatchObject({ status: 'sent', template: 'staff-invitation', channel: 'email' });
    expect(message).not.toHaveProperty('orderId');
    const shown = await suite.staff('support').getMessage({ path: { messageId: message?.id ?? '' } });
    expect(JSON.stringify(shown.body)).toContain('http://console.example/accept-invitation');
    expect(JSON.stringify(shown.body)).not.toContain('token-of');
    expect(JSON.stringify(await suite.database.message.findMany({ omit: { serial: true } }))).not.toContain('token-of');
  });

  test('that was revoked before its mail was sent is not mailed', async () => {
    const { email } = await invite();
    const isOver = async (): Promise<string> => {
      throw new LinkIsOver();
    };
    while ((await sendDue({ ...suite.sender, linkTokens: isOver })) > 0);
    expect(await messagesTo(email)).toMatchObject([{ status: 'failed', error: expect.stringContaining('withdrawn') }]);
    expect(await inbox(email)).toEqual([]);
  });

  test('waits while identity is unreachable, however long, and is mailed afterwards', async () => {
    const { email } = await invite();
    const isDown = async (): Promise<string> => {
      throw unavailable('Identity');
    };
    for (let attempt = 0; attempt < 20; attempt += 1) {
      await sendDue({ ...suite.sender, linkTokens: isDown });
      suite.later(60_000);
    }
    expect(await messagesTo(email)).toMatchObject([{ status: 'queued', attempts: 0 }]);
    await suite.send();
    expect(await messagesTo(email)).toMatchObject([{ status: 'sent' }]);
  });

  test('of an unknown purpose is ignored', async () => {
    const content = { linkId: newId(), userId: newId(), email: `${newId()}@example.com`, name: 'Olga' };
    const event = { ...content, purpose: 'something-later', expiresAt: '2026-11-25T10:00:00.000Z' };
    await suite.deliver(identityEvents.AccountLinkCreated(content.userId, event));
    expect(await messagesTo(content.email)).toEqual([]);
  });
});
