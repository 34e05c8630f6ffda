/** Events that stay available to browsers that reconnect. */
const MAX_EVENTS = 1_000;

/** An event that was published, its number in the order of all events, and when. */
export interface Published<T> {
  sequence: number;
  /** ms since 1970. */
  at: number;
  event: T;
}

/** The last events of a kind, the oldest first. */
export interface History<T> {
  add(sequence: number, event: T): void;
  all(): readonly Published<T>[];
  /** The events after this sequence number; undefined where the history does not reach back so far. */
  since(sequence: number): Published<T>[] | undefined;
  /** The events at or after this moment (ms since 1970); undefined where the history does not reach back so far. */
  from(moment: number): Published<T>[] | undefined;
}

/** Holds the last thousand events. */
export function createHistory<T>(): History<T> {
  const events: Published<T>[] = [];
  const isTruncated = (): boolean => events.length === MAX_EVENTS;
  return {
    add(sequence, event) {
      events.push({ sequence, at: Date.now(), event });
      if (events.length > MAX_EVENTS) events.shift();
    },
    all: () => events,
    since(sequence) {
      const [oldest] = events;
      if (isTruncated() && oldest && oldest.sequence > sequence + 1) return undefined;
      return events.filter(published => published.sequence > sequence);
    },
    from(moment) {
      const [oldest] = events;
      if (isTruncated() && oldest && oldest.at > moment) return undefined;
      return events.filter(({ at }) => at >= moment);
    },
  };
}
