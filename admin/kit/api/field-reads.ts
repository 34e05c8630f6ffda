import { replaceEqualDeep } from '@tanstack/react-query';
import { isPlain, observedValue, observeReads } from '../../../contracts/codegen/runtime/usage.ts';

/** What counts an answer as watched, and takes the fields that are read of it. */
export type Sample = () => ((pointer: string) => void) | undefined;

/** An answer in the sample. It counts once a screen is given it. */
class Answer {
  readonly #sample: Sample;
  #report: ((pointer: string) => void) | undefined;
  #isGiven = false;
  readonly #before = new Set<string>();
  /** Whether it is in a cache, which gives it to screens. */
  isCached = false;

  constructor(sample: Sample) {
    this.#sample = sample;
  }

  readonly read = (pointer: string): void => {
    if (this.#isGiven) this.#report?.(pointer);
    else this.#before.add(pointer);
  };

  give(): void {
    if (this.#isGiven) return;
    this.#isGiven = true;
    this.#report = this.#sample();
    for (const pointer of this.#before) this.#report?.(pointer);
    this.#before.clear();
  }

  /** It was read where it was fetched, and nothing of it is kept. */
  giveIfConsumed(): void {
    if (!this.isCached && this.#before.size > 0) this.give();
  }
}

interface Origin {
  answer: Answer;
  at: string;
  view?: unknown;
}

/** How deep answers are in what a query puts together of them. */
const DEPTH = 4;

/**
 * Tells which fields of answers the screens read, and not what caches do: react-query compares and copies what it
 * holds, which would read every field. Answers are cached as they are, and each screen gets a view that watches.
 */
export class FieldReads {
  readonly #sampled: (service: string, operation: string) => Sample | undefined;
  readonly #answers = new WeakMap<(pointer: string) => void, Answer>();
  readonly #origins = new WeakMap<object, Origin>();
  readonly #views = new WeakSet<object>();
  readonly #viewOf = new WeakMap<object, unknown>();
  #open: Answer[] = [];
  #isUsed = false;

  /** @param sampled whether an answer is in the sample */
  constructor(sampled: (service: string, operation: string) => Sample | undefined) {
    this.#sampled = sampled;
  }

  /** `observe` of the clients. What changes something is not watched: its answer goes many ways. */
  readonly observe = (service: string, operation: string, body: unknown): unknown => {
    const sample = operation.startsWith('GET ') && isPlain(body) ? this.#sampled(service, operation) : undefined;
    if (!sample) return body;
    const answer = new Answer(sample);
    this.#isUsed = true;
    this.#answers.set(answer.read, answer);
    this.#open.push(answer);
    return observeReads(body, answer.read);
  };

  /** What a cache takes: without what watches. */
  cached<T>(value: T): T {
    if (!this.#isUsed) return value;
    return this.#mapped(value, part => {
      const found = observedValue(part);
      const answer = found && this.#answers.get(found.onRead);
      if (!answer) return undefined;
      answer.isCached = true;
      this.#origins.set(found.value, { answer, at: found.at });
      return found.value;
    });
  }

  /** A copy that is cached in place of what it was made of. */
  copied<T extends object>(from: object, copy: T): T {
    const origin = this.#origins.get(from);
    if (origin) this.#origins.set(copy, { answer: origin.answer, at: origin.at });
    return copy;
  }

  /** What a screen gets of what is cached; the same for the same. */
  readonly watched = <T>(value: T): T => {
    if (!this.#isUsed || (!isPlain(value) && !(value instanceof Map))) return value;
    const known = this.#viewOf.get(value);
    if (known !== undefined) return known as T;
    const view = this.#mapped(value, part => {
      const origin = this.#origins.get(part);
      if (!origin) return undefined;
      origin.answer.give();
      origin.view ??= observeReads(part, origin.answer.read, origin.at);
      return origin.view;
    });
    this.#viewOf.set(value, view);
    if (view !== value && typeof view === 'object' && view !== null) this.#views.add(view);
    return view;
  };

  /** What a form gets, which takes a record as a whole: all of its fields are read. */
  whole<T extends object>(record: T): T {
    const origin = this.#origins.get(record);
    if (!origin) return record;
    origin.answer.give();
    const visit = (part: unknown, at: string): void => {
      if (!isPlain(part)) return;
      if (Array.isArray(part)) for (const item of part) visit(item, `${at}/*`);
      else
        for (const [key, item] of Object.entries(part)) {
          const pointer = `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
          origin.answer.read(pointer);
          visit(item, pointer);
        }
    };
    visit(record, origin.at);
    return record;
  }

  /**
   * react-query's `structuralSharing`: data that is equal stays the same object, and an answer in the sample that is
   * not equal is kept as it is.
   */
  readonly share = (before: unknown, next: unknown): unknown => {
    if (this.#isView(before) || this.#isView(next)) return next;
    const shared = replaceEqualDeep(before, next);
    return shared === before || !this.#holdsAnswer(next) ? shared : next;
  };

  /** Counts what was read where it was fetched. Called before a report. */
  settle(): void {
    for (const answer of this.#open) answer.giveIfConsumed();
    this.#open = [];
  }

  #isView(value: unknown): boolean {
    return typeof value === 'object' && value !== null && this.#views.has(value);
  }

  #holdsAnswer(value: unknown): boolean {
    let isFound = false;
    this.#mapped(value, part => {
      if (!this.#origins.has(part)) return undefined;
      isFound = true;
      return part;
    });
    return isFound;
  }

  /** A value with the answers in it, found in lists, objects and maps, replaced; itself where there are none. */
  #mapped<T>(value: T, replace: (part: object) => unknown, depth = DEPTH): T {
    const inner = (part: unknown): unknown => this.#mapped(part, replace, depth - 1);
    if (value instanceof Map) {
      const entries = [...value].map(([key, item]): [unknown, unknown] => [key, inner(item)]);
      return entries.some(([key, item]) => item !== value.get(key)) ? (new Map(entries) as T) : value;
    }
    if (!isPlain(value)) return value;
    const replaced = replace(value);
    if (replaced !== undefined) return replaced as T;
    if (depth === 0) return value;
    if (Array.isArray(value)) {
      const items = value.map(inner);
      return items.some((item, index) => item !== value[index]) ? (items as T) : value;
    }
    const entries = Object.entries(value).map(([key, item]): [string, unknown] => [key, inner(item)]);
    return entries.some(([key, item]) => item !== Reflect.get(value, key)) ? (Object.fromEntries(entries) as T) : value;
  }
}
