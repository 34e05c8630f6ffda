/** Offsets of partitions, by topic of the cluster. */
export type Offsets = ReadonlyMap<string, ReadonlyMap<number, bigint>>;

/** How far a listener is. */
export interface ConsumedOffsets {
  /** It begins here: what comes before was not to be heard. */
  startAt(at: Offsets): void;
  /** Whether this is behind it already. */
  isConsumed(topic: string, partition: number, offset: string): boolean;
  /** Everything up to this offset was heard. */
  markConsumed(topic: string, partition: number, offset: string): void;
  /** Where it goes on in each partition. */
  positions(): { topic: string; partition: number; offset: string }[];
  /** Whether everything before these offsets was heard. */
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
