import { type EventRecord, encodeEvent } from '../../../contracts/codegen/runtime/events.ts';
import type { KafkaConnection } from '../messaging/kafka.ts';

/**
 * Publishes events in this order, as a relay would: `publish(kafka.connection, ordersEvents.OrderPaid(id, { … }))`. The
 * same event twice is a redelivery.
 */
export async function publish(kafka: KafkaConnection, ...events: readonly EventRecord[]): Promise<void> {
  const producer = kafka.client.producer({ retry: { initialRetryTime: 100, retries: 5 } });
  await producer.connect();
  try {
    for (const event of events)
      await producer.send({
        topic: kafka.topic(event.topic),
        acks: -1,
        messages: [kafka.sign(event.topic, encodeEvent(event))],
      });
  } finally {
    await producer.disconnect();
  }
}

/** Publishes a message that violates the schema of its type: it must become a dead letter. */
export async function publishBroken(kafka: KafkaConnection, event: EventRecord): Promise<void> {
  await publish(kafka, { ...event, payload: { broken: true } });
}
