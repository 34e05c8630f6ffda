import { edgeFollows } from '../edge-effects.ts';
import { AT, uuidOf } from '../examples.ts';

const { changes, event } = edgeFollows('notifications');
const messageId = uuidOf(1);
const message = { messageId, channel: 'email', template: 'order-paid' };

event('MessageSent', messageId, { ...message, sentAt: AT }, [], 'Sent by e-mail: order paid');
event(
  'MessageFailed',
  messageId,
  { ...message, error: 'no such mailbox', failedAt: AT },
  [],
  'Not sent by e-mail: order paid, no such mailbox',
);
changes('ChangeMade', { resourceId: 'order-paid' });
