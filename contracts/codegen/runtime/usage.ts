/** A part of an answer that is watched. */
export interface Observed {
  value: object;
  /** Its pointer in the answer. */
  at: string;
  onRead(pointer: string): void;
}

/** By this name a proxy of `observeReads` says what it watches. */
const OBSERVED = Symbol('observed');

/**
 * Wraps `value` so that `onRead` is called with each field that is read, once, as a JSON pointer (RFC 6901) with `*` in
 * place of the index of a list, and never with a value. What copies, compares or serializes an object reads all of its
 * fields. What is no plain object or list, such as bytes or a stream, is returned as it is.
 * @param at the pointer of `value` itself, where it is a part of an answer
 */
export function observeReads<T>(value: T, onRead: (pointer: string) => void, at = ''): T {
  const reported = new Set<string>();
  const proxies = new WeakMap<object, unknown>();
  const report = (pointer: string): void => {
    if (reported.has(pointer)) return;
    reported.add(pointer);
    onRead(pointer);
  };

  function wrap<V>(part: V, place: string): V {
    if (!isPlain(part)) return part;
    const known = proxies.get(part);
    // the same object is the same proxy, so that what is read twice is still identical
    if (known !== undefined) return known as V;
    const proxy = new Proxy(part, {
      get(target, key) {
        if (key === OBSERVED) return { value: target, at: place, onRead } satisfies Observed;
        const found: unknown = Reflect.get(target, key);
        if (typeof key === 'symbol' || !Object.hasOwn(target, key)) return found;
        if (Array.isArray(target)) return key === 'length' ? found : wrap(found, `${place}/*`);
        const pointer = `${place}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        report(pointer);
        return isFixed(target, key) ? found : wrap(found, pointer);
      },
    });
    proxies.set(part, proxy);
    return proxy;
  }
  return wrap(value, at);
}

/** What `observeReads` wrapped; undefined for anything else. */
export function observedValue(proxy: object): Observed | undefined {
  const asked: { [OBSERVED]?: Observed } = proxy;
  return asked[OBSERVED];
}

/** Whether a value is a list or an object as JSON has them. */
export function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  // of any realm, such as that of a frame: what inherits from nothing but `Object.prototype`
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** A frozen property must be handed out as it is (ECMAScript, Proxy invariants of [[Get]]). */
function isFixed(target: object, key: string): boolean {
  const property = Object.getOwnPropertyDescriptor(target, key);
  return property?.configurable === false && property.writable === false;
}
