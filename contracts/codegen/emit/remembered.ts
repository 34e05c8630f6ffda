/**
 * What was made of an object, until it is asked for with another key. An operation, or the schemas of a service, are
 * the same object from run to run only as long as all that they refer to is the same (`readAgain`).
 */
export class Remembered<Of extends object, Value> {
  readonly #known = new WeakMap<Of, { key: unknown; value: Value }>();

  of(object: Of, key: unknown, make: () => Value): Value {
    const known = this.#known.get(object);
    if (known && known.key === key) return known.value;
    const value = make();
    this.#known.set(object, { key, value });
    return value;
  }
}
