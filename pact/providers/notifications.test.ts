import { afterAll, beforeAll, test } from '@jest/globals';
import { type NotificationsSuite, notificationsSuite } from '../../services/notifications/testing/suite.ts';
import { adminHeaders, verify } from '../provider.ts';
import { notificationsStates } from '../states/notifications.ts';

let suite: NotificationsSuite;
beforeAll(async () => {
  suite = await notificationsSuite();
});
afterAll(() => suite.close());

test('notifications keeps every pact that others have with it', () =>
  verify('notifications', { url: suite.url, states: notificationsStates(suite), staff: adminHeaders(suite.identity) }));
