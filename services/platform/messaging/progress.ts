/** Offsets of partitions, by topic of the cluster. */
export type Offsets = ReadonlyMap<string, ReadonlyMap<number, bigint>>;

/** How far a listener is. */
export interface Progress {
  /** It begins here: what comes before was not to be heard. */
  begin(at: Offsets): void;
  /** Whether this is behind it already. */
  isHeard(topic: string, partition: number, offset: string): boolean;
  /** Everything up to this offset was heard. */
  heard(topic: string, partition: number, offset: string): void;
  /** Where it goes on in each partition. */
  next(): { topic: string; partition: number; offset: string }[];
  /** Whether everything before these offsets was heard. */
  hasReached(ends: Offsets): boolean;
}

export function createProgress(): Progress {
  const positions = new Map<string, Map<number, bigint>>();
  const at = (topic: string, partition: number): bigint => positions.get(topic)?.get(partition) ?? 0n;
  return {
    begin(offsets) {
      for (const [topic, partitions] of offsets) positions.set(topic, new Map(partitions));
    },
    isHeard: (topic, partition, offset) => BigInt(offset) < at(topic, partition),
    heard(topic, partition, offset) {
      const after = BigInt(offset) + 1n;
      const partitions = positions.get(topic) ?? new Map<number, bigint>();
      if (after > at(topic, partition)) positions.set(topic, partitions.set(partition, after));
    },
    next: () =>
      [...positions].flatMap(([topic, partitions]) =>
        [...partitions].map(([partition, offset]) => ({ topic, partition, offset: String(offset) })),
      ),
    hasReached: ends =>
      [...ends].every(([topic, partitions]) =>
        [...partitions].every(([partition, end]) => at(topic, partition) >= end),
      ),
  };
}
