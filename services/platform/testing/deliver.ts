import { type EventConsumer, type EventRecord, encodeEvent } from '../../../contracts/codegen/runtime/events.ts';
import type { InTransaction } from '../messaging/inbox.ts';

/** Delivers an event to the consumers of its topic, twice, as Kafka may: the second one must have no effect. */
export async function deliverTwice<C>(
  options: { consumers: readonly EventConsumer<C>[]; group: string; inTransaction: InTransaction<C> },
  record: EventRecord,
): Promise<void> {
  const { consumers, group, inTransaction } = options;
  const { key, value, headers } = encodeEvent(record, undefined);
  for (let time = 0; time < 2; time += 1) {
    await inTransaction({ consumer: group, id: record.id }, async context => {
      for (const consumer of consumers)
        if (consumer.topics.includes(record.topic)) await consumer.dispatch({ key, value, headers }, context);
    });
  }
}
