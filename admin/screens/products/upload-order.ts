/** Numbers the pictures that are uploaded together, in the order in which they were chosen. */
export class UploadOrder {
  readonly #positions = new Map<string, number>();
  #next = 0;

  /** The position of a chosen file. */
  take(): number {
    this.#next += 1;
    return this.#next;
  }

  /**
   * The pictures with an uploaded one, which goes before those that were chosen after it, whenever they arrived;
   * pictures that were there before keep their places.
   */
  insert<T extends { url: string }>(images: readonly T[], image: T, position: number): T[] {
    this.#positions.set(image.url, position);
    const others = images.filter(({ url }) => url !== image.url);
    const after = others.findIndex(({ url }) => (this.#positions.get(url) ?? 0) > position);
    return after < 0 ? [...others, image] : [...others.slice(0, after), image, ...others.slice(after)];
  }
}
