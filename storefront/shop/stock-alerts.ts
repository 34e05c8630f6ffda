import { createNotificationsClient } from '../../generated/notifications/client.ts';
import { gateway, orUnavailable } from './gateway.ts';

/** What came of asking for a mail. */
export type AlertResult = 'asked' | 'invalid' | 'unknown' | 'many' | 'down';

/** Asks for one mail to this address when the variant can be bought again. */
export async function askForAlert(sku: string, email: string): Promise<AlertResult> {
  const { status } = await orUnavailable(
    createNotificationsClient(gateway('notifications')).createStockAlert({ body: { sku, email } }),
  );
  switch (status) {
    case 202:
      return 'asked';
    case 404:
      return 'unknown';
    case 409:
      return 'many';
    case 503:
      return 'down';
    default:
      return 'invalid';
  }
}

/** Ends every alert of the address that got the mail with this link. */
export async function endAlerts(alertId: string, token: string): Promise<'ended' | 'wrong' | 'down'> {
  const { status } = await orUnavailable(
    createNotificationsClient(gateway('notifications')).endStockAlerts({
      path: { alertId },
      headers: { 'x-alert-token': token },
    }),
  );
  if (status === 204) return 'ended';
  return status === 503 ? 'down' : 'wrong';
}
