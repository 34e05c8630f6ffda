import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { identityEvents } from '../../generated/identity/events.ts';
import { unavailable } from '../platform/http/unavailable.ts';
import { newId } from '../platform/ids.ts';
import { until } from '../platform/testing/until.ts';
import { LinkExpiredError } from './link-tokens.ts';
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

const happenedAt = '2026-11-25T10:00:00.000Z';

/** Sends what is due, and the mails that an address got. */
async function sentTo(address: string) {
  await suite.send();
  return until(async () => (await inbox(address)).length > 0 && inbox(address), { describe: 'the mail' });
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
      throw new LinkExpiredError();
    };
    while ((await sendDue({ ...suite.sender, linkTokens: isOver })) > 0);
    expect(await messagesTo(email)).toMatchObject([{ status: 'failed', error: expect.stringContaining('expired') }]);
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

/** A link for a shopper, whose event is delivered twice; anybody can sign up with such a name. */
async function sendLinkToShopper(purpose: string) {
  const userId = newId();
  const link = { linkId: newId(), userId, email: `ada.${userId}@example.com`, name: 'You have won, see evil.example' };
  const expiresAt = '2026-11-25T10:00:00.000Z';
  await suite.deliver(identityEvents.AccountLinkCreated(userId, { ...link, purpose, expiresAt }));
  await suite.send();
  return link;
}

describe('a shopper', () => {
  test.each([
    ['shopper_password_reset', 'shopper-password-reset', 'account/new-password'],
    ['email_verification', 'email-verification', 'account/confirm-address'],
    ['email_change', 'email-verification', 'account/confirm-address'],
  ])(
    'is mailed the link of %s once, into the shop, without a word of whoever made the account',
    async (purpose, template, path) => {
      const { email, linkId, name } = await sendLinkToShopper(purpose);
      const mails = await until(async () => (await inbox(email)).length > 0 && inbox(email), { describe: 'the mail' });
      expect(mails).toHaveLength(1);
      const link = `http://shop.example/${path}?token=token-of-${linkId}`;
      expect(mails[0]).toMatchObject({ html: expect.stringContaining(link), text: expect.stringContaining(link) });
      expect(JSON.stringify(mails[0])).not.toContain(name);
      const [message] = await messagesTo(email);
      expect(message).toMatchObject({ status: 'sent', template });
      const shown = await suite.staff('support').getMessage({ path: { messageId: message?.id ?? '' } });
      expect(JSON.stringify(shown.body)).toContain(`http://shop.example/${path}`);
      expect(JSON.stringify(shown.body)).not.toContain('token-of');
    },
  );

  test('whose account has another address is notified at the one before, once', async () => {
    const userId = newId();
    const previousEmail = `ada.${newId()}@example.com`;
    await suite.deliver(identityEvents.AccountEmailChanged(userId, { userId, previousEmail, changedAt: happenedAt }));
    expect(await sentTo(previousEmail)).toMatchObject([
      { text: expect.stringContaining('http://shop.example/help/contact') },
    ]);
    expect(await messagesTo(previousEmail)).toMatchObject([{ status: 'sent', template: 'email-changed' }]);
  });

  test('whose account is deleted is notified at the address that it had, once', async () => {
    const userId = newId();
    const email = `ada.${newId()}@example.com`;
    await suite.deliver(identityEvents.AccountDeleted(userId, { userId, email, deletedAt: happenedAt }));
    expect(await sentTo(email)).toMatchObject([
      {
        subject: 'Your account at Covenant Market was deleted',
        text: expect.stringContaining('http://shop.example/help/contact'),
      },
    ]);
    expect(await messagesTo(email)).toMatchObject([{ status: 'sent', template: 'account-deleted' }]);
  });
});

describe.each([
  ['staff', 'password-changed', 'the console of Covenant Market', 'http://console.example/forgotten-password'],
  ['shopper', 'shopper-password-changed', 'Covenant Market', 'http://shop.example/account/forgotten-password'],
] as const)('another password of %s', (kind, template, place, link) => {
  test('notifies its owner once, with where a new one is asked for, and no token', async () => {
    const userId = newId();
    const email = `ada.${newId()}@example.com`;
    const name = 'You have won, see evil.example';
    const event = { userId, kind, email, name, changedAt: happenedAt };
    await suite.deliver(identityEvents.AccountPasswordChanged(userId, event));
    const mails = await sentTo(email);
    expect(mails).toMatchObject([{ subject: `Your password for ${place} was changed` }]);
    const text = String(mails[0]?.text);
    expect(text).toContain('25 November');
    expect(text).toContain(`\n${link}\n`);
    expect(mails[0]?.html).toContain(`href="${link}"`);
    expect(text.includes(name)).toBe(kind === 'staff');
    expect(JSON.stringify(mails)).not.toContain('token-of');
    expect(await messagesTo(email)).toMatchObject([{ status: 'sent', template, channel: 'email' }]);
  });
});
