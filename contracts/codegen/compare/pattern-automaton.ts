import type { Part, Range } from './pattern-reader.ts';

/** A pattern, or what is asked of it, is too large to be decided. */
export class TooLargeError extends Error {
  override readonly name = 'TooLargeError';
}

const MAX_NODES = 4_000;

/** A node of the nondeterministic automaton of a pattern. */
interface Node {
  signs: { ranges: readonly Range[]; to: number }[];
  free: number[];
  atStart: number[];
  atEnd: number[];
}

/** Where a pattern may stand after some signs. */
interface State {
  nodes: readonly number[];
  isStart: boolean;
  /** It was found already, whatever follows. */
  isFound: boolean;
  next: Map<number, number>;
}

/**
 * The texts in which a pattern is found (`RegExp.prototype.test`), as a deterministic automaton that is made while it
 * is walked.
 * @throws TooLargeError for a pattern of too many parts, or with what is no regular language
 */
export class PatternAutomaton {
  readonly #nodes: Node[] = [];
  readonly #first: number;
  readonly #last: number;
  readonly #states: State[] = [];
  readonly #known = new Map<string, number>();
  readonly start: number;

  constructor(part: Part) {
    this.#first = this.#node();
    this.#last = this.#build(part, this.#first);
    this.start = this.#state([this.#first], true, false);
  }

  /** Whether the pattern is found in a text that ends in this state. */
  accepts(state: number): boolean {
    const found = this.#states[state];
    if (!found) return false;
    return found.isFound || this.#reach(found.nodes, found.isStart, true).includes(this.#last);
  }

  /** The state after one more code point. */
  after(state: number, sign: number): number {
    const from = this.#states[state];
    if (!from || from.isFound) return state;
    const known = from.next.get(sign);
    if (known !== undefined) return known;
    const reached = new Set<number>([this.#first]); // it may also begin here
    for (const node of from.nodes) {
      for (const { ranges, to } of this.#nodes[node]?.signs ?? [])
        if (ranges.some(([low, high]) => low <= sign && sign <= high)) reached.add(to);
    }
    const next = this.#state([...reached], false, from.isFound);
    from.next.set(sign, next);
    return next;
  }

  #state(nodes: readonly number[], isStart: boolean, wasFound: boolean): number {
    const reached = this.#reach(nodes, isStart, false).sort((one, other) => one - other);
    const isFound = wasFound || reached.includes(this.#last);
    const key = isFound ? 'found' : `${isStart ? 'start ' : ''}${reached.join(' ')}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#states.push({ nodes: reached, isStart, isFound, next: new Map() });
    this.#known.set(key, this.#states.length - 1);
    return this.#states.length - 1;
  }

  /** All nodes that are reached from these without another sign. */
  #reach(nodes: readonly number[], isStart: boolean, isEnd: boolean): number[] {
    const reached = new Set(nodes);
    for (const node of reached) {
      const { free = [], atStart = [], atEnd = [] } = this.#nodes[node] ?? {};
      for (const to of [...free, ...(isStart ? atStart : []), ...(isEnd ? atEnd : [])]) reached.add(to);
    }
    return [...reached];
  }

  #node(): number {
    if (this.#nodes.length >= MAX_NODES) throw new TooLargeError();
    this.#nodes.push({ signs: [], free: [], atStart: [], atEnd: [] });
    return this.#nodes.length - 1;
  }

  /** Adds a part behind a node. @returns the node behind the part */
  #build(part: Part, from: number): number {
    switch (part.kind) {
      case 'sequence':
        return part.parts.reduce((at, item) => this.#build(item, at), from);
      case 'either': {
        const to = this.#node();
        for (const item of part.parts) {
          const begin = this.#node();
          this.#nodes[from]?.free.push(begin);
          this.#nodes[this.#build(item, begin)]?.free.push(to);
        }
        return to;
      }
      case 'repeat':
        return this.#repeat(part, from);
      case 'boundary':
        throw new TooLargeError();
      default: {
        const to = this.#node();
        if (part.kind === 'sign') this.#nodes[from]?.signs.push({ ranges: part.ranges, to });
        else if (part.kind === 'start') this.#nodes[from]?.atStart.push(to);
        else this.#nodes[from]?.atEnd.push(to);
        return to;
      }
    }
  }

  #repeat({ part, least, most }: Extract<Part, { kind: 'repeat' }>, from: number): number {
    let at = from;
    for (let times = 0; times < least; times += 1) at = this.#build(part, at);
    if (most === Infinity) {
      const loop = this.#node();
      this.#nodes[at]?.free.push(loop);
      this.#nodes[this.#build(part, loop)]?.free.push(loop);
      return loop;
    }
    const end = this.#node();
    this.#nodes[at]?.free.push(end);
    for (let times = least; times < most; times += 1) {
      at = this.#build(part, at);
      this.#nodes[at]?.free.push(end);
    }
    return end;
  }
}
