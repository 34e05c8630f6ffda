import { expect, test } from '@jest/globals';
import { channelsOf } from './asyncapi.ts';

const document = {
  channels: {
    changes: { address: 'orders.change.v1', messages: {} },
    orders: {
      address: 'orders.order.v1',
      messages: { OrderPaid: { $ref: '#/components/messages/OrderPaid' } },
      bindings: { kafka: { partitions: 6, topicConfiguration: { 'retention.ms': 604800000 } } },
      'x-compatibility': 'FULL',
    },
  },
  operations: {
    publish: {
      action: 'send',
      summary: 'Published once.',
      messages: [{ $ref: '#/channels/orders/messages/OrderPaid' }],
    },
  },
  components: {
    messages: {
      OrderPaid: {
        title: 'Order paid',
        payload: { type: 'object' },
        bindings: { kafka: { key: { type: 'string', description: 'The order id.' } } },
        examples: [{ name: 'typical', payload: { number: 'C-1' } }],
      },
    },
  },
};

test('channels tell their topic, promises and messages; the audit log comes last', () => {
  const [orders, changes] = channelsOf(document);
  expect(orders?.promises).toEqual([
    'FULL: readers of this and the last version understand each other’s messages',
    '6 partitions',
    'kept for 7 days',
  ]);
  expect(orders?.messages).toMatchObject([
    {
      id: 'OrderPaid',
      title: 'Order paid',
      sent: 'Published once.',
      key: 'The order id.',
      examples: [{ name: 'typical', value: { number: 'C-1' } }],
    },
  ]);
  expect(changes?.topic).toBe('orders.change.v1');
});

test('a document without anything has no channels', () => {
  expect(channelsOf({})).toEqual([]);
});
