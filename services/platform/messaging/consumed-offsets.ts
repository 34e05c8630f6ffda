/** Offsets of partitions, by topic of the cluster. */
export type Offsets = ReadonlyMap<string, ReadonlyMap<number, bigint>>;

/** The offsets that a broadcast consumer has consumed. */
export interface ConsumedOffsets {
  /** Starts at these offsets: earlier messages are not consumed. */
  startAt(at: Offsets): void;
  /** Whether this message has been consumed. */
  isConsumed(topic: string, partition: number, offset: string): boolean;
  /** Marks all messages up to this offset as consumed. */
  markConsumed(topic: string, partition: number, offset: string): void;
  /** The next offset of each partition. */
  positions(): { topic: string; partition: number; offset: string }[];
  /** Whether all messages before these offsets have been consumed. */
  includes(ends: Offsets): boolean;
}

export function createConsumedOffsets(): ConsumedOffsets {
  const positions = new Map<string, Map<number, bigint>>();
  const at = (topic: string, partition: number): bigint => positions.get(topic)?.get(partition) ?? 0n;
  return {
    startAt(offsets) {
      for (const [topic, partitions] of offsets) positions.set(topic, new Map(partitions));
    },
    isConsumed: (topic, partition, offset) => BigInt(offset) < at(topic, partition),
    markConsumed(topic, partition, offset) {
      const after = BigInt(offset) + 1n;
      const partitions = positions.get(topic) ?? new Map<number, bigint>();
      if (after > at(topic, partition)) positions.set(topic, partitions.set(partition, after));
    },
    positions: () =>
      [...positions].flatMap(([topic, partitions]) =>
        [...partitions].map(([partition, offset]) => ({ topic, partition, offset: String(offset) })),
      ),
    includes: ends =>
      [...ends].every(([topic, partitions]) =>
        [...partitions].every(([partition, end]) => at(topic, partition) >= end),
      ),
  };
}
