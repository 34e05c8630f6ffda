import type { EncodedEvent } from '../../../contracts/codegen/runtime/events.ts';

/** A message with its topic and partition. */
export interface PartitionedMessage {
  topic: string;
  partition: number;
  message: EncodedEvent;
}

/** Upper bounds of what a record adds to its texts, and a record header to its name and value (record batch v2). */
const RECORD_OVERHEAD_BYTES = 40;
const HEADER_OVERHEAD_BYTES = 10;

/** The size of a message in a record batch, before compression; never too small. */
export function encodedBytes({ key, value, headers }: EncodedEvent): number {
  const texts = [key, value, ...Object.entries(headers).flat()];
  const overhead = RECORD_OVERHEAD_BYTES + HEADER_OVERHEAD_BYTES * Object.keys(headers).length;
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), overhead);
}

/**
 * Cuts a list of messages into batches, in order, so that no partition gets more than `maxBytes(topic)` in one of them
 * (Kafka's `max.message.bytes` limits the record batch of a partition). A message over the limit has a batch of its
 * own: compressed, it may fit.
 */
export function cutBatches<T extends PartitionedMessage>(
  messages: readonly T[],
  maxBytes: (topic: string) => number,
): T[][] {
  const batches: T[][] = [];
  let bytesByPartition = new Map<string, number>();
  let isFull = true;
  for (const item of messages) {
    const partition = `${item.topic}/${item.partition}`;
    const limit = maxBytes(item.topic);
    const bytes = encodedBytes(item.message);
    if (isFull || bytes + (bytesByPartition.get(partition) ?? 0) > limit) {
      batches.push([]);
      bytesByPartition = new Map();
    }
    batches.at(-1)?.push(item);
    bytesByPartition.set(partition, bytes + (bytesByPartition.get(partition) ?? 0));
    isFull = bytes > limit;
  }
  return batches;
}
