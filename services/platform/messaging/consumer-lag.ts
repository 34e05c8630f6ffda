/** What a consumer of this process has fetched and not handled yet. */
export interface ConsumerLag {
  /** Kafka has returned a fetch, perhaps without messages. */
  fetched(now: number): void;
  /** The consumer begins with this message of a partition; `timestamp` is Kafka's, ms. */
  began(partition: string, timestamp: number): void;
  /** Everything that was fetched of a partition is handled. */
  finished(partition: string): void;
  /** Partitions were assigned anew: other processes may have those of before. */
  rebalanced(): void;
  /** The age of the oldest message that is not handled yet, or the time without a fetch, seconds. */
  seconds(now: number): number;
}

/** A fetch returns once a second, also without messages; after this time without one, Kafka is unreachable. ms. */
const SILENCE_LIMIT_MS = 10_000;

export function createConsumerLag(start: number): ConsumerLag {
  const oldest = new Map<string, number>();
  let lastFetchAt = start;
  return {
    fetched(now) {
      lastFetchAt = now;
    },
    began: (partition, timestamp) => void oldest.set(partition, timestamp),
    finished: partition => void oldest.delete(partition),
    rebalanced: () => oldest.clear(),
    seconds(now) {
      const silence = now - lastFetchAt;
      const ages = [...oldest.values()].map(timestamp => now - timestamp);
      return Math.max(0, silence > SILENCE_LIMIT_MS ? silence : 0, ...ages) / 1_000;
    },
  };
}
