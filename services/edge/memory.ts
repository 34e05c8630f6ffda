/** What is still known for those who connect again. */
const REMEMBERED = 1_000;

/** What was told, its number among all that was, and when. */
export interface Told<T> {
  number: number;
  at: number;
  what: T;
}

/** The last things of a kind that were told, the oldest first. */
export interface Memory<T> {
  add(number: number, what: T): void;
  all(): readonly Told<T>[];
  /** What came after the one with this number; undefined when it is not known any more. */
  since(number: number): Told<T>[] | undefined;
  /** What came at this moment (ms since 1970) or later; undefined when it is not known any more. */
  after(moment: number): Told<T>[] | undefined;
}

/** Remembers the last thousand. */
export function createMemory<T>(): Memory<T> {
  const kept: Told<T>[] = [];
  const hasForgotten = (): boolean => kept.length === REMEMBERED;
  return {
    add(number, what) {
      kept.push({ number, at: Date.now(), what });
      if (kept.length > REMEMBERED) kept.shift();
    },
    all: () => kept,
    since(number) {
      const [oldest] = kept;
      return hasForgotten() && oldest && oldest.number > number + 1
        ? undefined
        : kept.filter(told => told.number > number);
    },
    after(moment) {
      const [oldest] = kept;
      return hasForgotten() && oldest && oldest.at > moment ? undefined : kept.filter(({ at }) => at >= moment);
    },
  };
}
