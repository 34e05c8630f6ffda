import type { NotificationsSuite } from '../../services/notifications/testing/suite.ts';
import { state } from '../state.ts';

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
  };
}
