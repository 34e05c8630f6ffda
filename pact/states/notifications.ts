import { z } from 'zod';
import type { NotificationsSuite } from '../../services/notifications/testing/suite.ts';
import { newId } from '../../services/platform/ids.ts';
import { usd } from '../examples.ts';
import { state, stateOf } from '../state.ts';

function sellOut({ shelf }: NotificationsSuite, sku: string): void {
  const about = { sku, productId: newId(), slug: 'bananas', title: 'Bananas', price: usd(101), productVersion: 1 };
  shelf.set(sku, { variant: about, units: 0 });
}

/** The provider states of notifications, made by events and sent by its own sender. */
export function notificationsStates(suite: NotificationsSuite) {
  return {
    'an order was confirmed by mail': state(async () => {
      const order = suite.order();
      await order.paid();
      await suite.send();
      const [message] = await order.messages();
      if (!message) throw new Error('nothing was sent');
      return { messageId: message.id, orderId: order.orderId, recipient: order.email };
    }),
    'a variant is sold out': stateOf({ sku: z.string() }, async ({ sku }) => sellOut(suite, sku)),
    'somebody waits for a variant': stateOf({ sku: z.string() }, async ({ sku }) => {
      sellOut(suite, sku);
      await suite.database.stockAlert.deleteMany({ where: { sku } });
      const { status } = await suite.nobody.createStockAlert({ body: { sku, email: 'ada@example.com' } });
      if (status !== 202) throw new Error(`${status}`);
    }),
  };
}
