/** Numbers that look random and are the same for the same seed (mulberry32). */
export class Random {
  #state: number;

  /** @param seed any text: the same text gives the same numbers */
  constructor(seed: string) {
    this.#state = hash(seed);
  }

  /** From 0, below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (Math.max(most, least) - least + 1));
  }

  pick<T>(items: readonly T[]): T | undefined {
    return items[this.between(0, items.length - 1)];
  }

  /** A UUID of version 4 (RFC 9562). */
  uuid(): string {
    const digits = Array.from({ length: 32 }, () => this.between(0, 15).toString(16)).join('');
    const variant = (8 + this.between(0, 3)).toString(16);
    const a = digits.slice(0, 8);
    const b = digits.slice(8, 12);
    const c = digits.slice(13, 16);
    const d = digits.slice(17, 20);
    return `${a}-${b}-4${c}-${variant}${d}-${digits.slice(20)}`;
  }
}

/** FNV-1a of the text, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return value >>> 0;
}
