/** A value where it stands: it can be replaced there, and errors name the place. */
export class Place {
  value: unknown;
  readonly #around: Place | undefined;
  readonly #holder: unknown;
  readonly #key: string | number;

  /**
   * @param holder What holds the value, if it can be replaced.
   * @param around The place of the holder, as far as errors are concerned.
   */
  constructor(value: unknown, holder?: unknown, key: string | number = '', around?: Place) {
    this.value = value;
    this.#holder = holder;
    this.#key = key;
    this.#around = around;
  }

  /** A member or item of the value. */
  at(key: string | number): Place {
    return new Place(Reflect.get(Object(this.value), key), this.value, key, this);
  }

  /** A value that stands nowhere, such as the name of a member; errors about it are of this place. */
  beside(value: unknown): Place {
    return new Beside(value, this);
  }

  replace(value: unknown): void {
    this.value = value;
    if (typeof this.#holder === 'object' && this.#holder !== null) Reflect.set(this.#holder, this.#key, value);
  }

  /** As a JSON pointer (RFC 6901). */
  get path(): string {
    if (this.#around === undefined) return '';
    const key = String(this.#key).replaceAll('~', '~0').replaceAll('/', '~1');
    return `${this.#around.path}/${key}`;
  }
}

class Beside extends Place {
  readonly #place: Place;

  constructor(value: unknown, place: Place) {
    super(value);
    this.#place = place;
  }

  override get path(): string {
    return this.#place.path;
  }
}
