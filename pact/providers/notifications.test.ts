import { afterAll, beforeAll, test } from '@jest/globals';
import type { notificationsEvents } from '../../generated/notifications/events.ts';
import { builtIn } from '../../services/notifications/templates.ts';
import { badMailServer } from '../../services/notifications/testing/mail-server.ts';
import { type NotificationsSuite, notificationsSuite, smtp } from '../../services/notifications/testing/suite.ts';
import { outboxRecords } from '../../services/platform/testing/outbox.ts';
import { adminHeaders, lastEvent, type Publications, verify } from '../provider.ts';
import { notificationsStates } from '../states/notifications.ts';

let suite: NotificationsSuite;
beforeAll(async () => {
  suite = await notificationsSuite();
});
afterAll(() => suite.close());

test('notifications keeps every pact that others have with it', async () => {
  const published = async (type: string) => lastEvent(await outboxRecords(suite.database), type);
  const publications: Publications<typeof notificationsEvents> = {
    async MessageSent() {
      await suite.order().paid();
      await suite.send();
      return published('MessageSent');
    },
    async MessageFailed() {
      const server = await badMailServer({ recipient: '550 5.1.1 mailbox unavailable' });
      await suite.order().paid();
      await suite.send(smtp(server.url));
      await server.close();
      return published('MessageFailed');
    },
    async ChangeMade() {
      const body = { ...builtIn['order-paid'], subject: 'We have your order {{ number }}' };
      await suite.staff('admin').saveTemplate({ path: { templateId: 'order-paid' }, body });
      return published('ChangeMade');
    },
  };
  await verify('notifications', {
    url: suite.url,
    states: notificationsStates(suite),
    publications,
    staff: adminHeaders(suite.identity),
  });
});
