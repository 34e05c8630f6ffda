/** The members and items of a value that schemas have looked at (JSON Schema Core 2020-12, 11). */
export class Evaluated {
  #names: Set<string> | 'all' = new Set();
  /** So many items from the first on. */
  #items = 0;
  /** Items that `contains` has found. */
  readonly #found = new Set<number>();

  addNames(names: Iterable<string>): void {
    if (this.#names === 'all') return;
    for (const name of names) this.#names.add(name);
  }

  addAllNames(): void {
    this.#names = 'all';
  }

  addItems(count: number): void {
    this.#items = Math.max(this.#items, count);
  }

  addItem(index: number): void {
    this.#found.add(index);
  }

  add(other: Evaluated): void {
    if (other.#names === 'all') this.addAllNames();
    else this.addNames(other.#names);
    this.addItems(other.#items);
    for (const index of other.#found) this.#found.add(index);
  }

  hasName(name: string): boolean {
    return this.#names === 'all' || this.#names.has(name);
  }

  hasItem(index: number): boolean {
    return index < this.#items || this.#found.has(index);
  }
}
