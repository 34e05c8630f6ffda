import { deadLetterMessage } from '../../services/platform/messaging/dead-letters.ts';
import type { KafkaConnection } from '../../services/platform/messaging/kafka.ts';
import { deadLetterTopics, ensureTopics } from '../../services/platform/messaging/topics.ts';
import { AT } from '../examples.ts';
import { state } from '../state.ts';

/** The provider states of the edge; `listenerUrl` is where shoppers reach it. */
export function edgeStates(listenerUrl: string, kafka: KafkaConnection) {
  return {
    'somebody read the shop': state(async () => {
      const response = await fetch(listenerUrl);
      await response.text();
    }),
    'events were given up': state(async () => {
      await ensureTopics(kafka, deadLetterTopics(['orders.order.v1'], 'inventory'));
      const letter = { key: null, value: Buffer.from('{}'), timestamp: '0', attributes: 0, offset: '1', headers: {} };
      const failure = {
        error: 'no',
        attempts: 8,
        failedAt: AT,
        topic: 'orders.order.v1',
        partition: 0,
        offset: '1',
        key: 'a',
      };
      const producer = kafka.client.producer();
      await producer.connect();
      await producer.send({
        topic: kafka.topic('orders.order.v1.inventory.dlq'),
        messages: [deadLetterMessage(letter, failure)],
      });
      await producer.disconnect();
    }),
  };
}
