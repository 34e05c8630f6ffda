/**
 * Wraps `value` so that `onRead` is called with each field that is read, once, as a JSON pointer (RFC 6901) with `*` in
 * place of the index of a list, and never with a value. A value that is no object is returned as it is.
 */
export function observeReads<T>(value: T, onRead: (pointer: string) => void): T {
  const reported = new Set<string>();
  const proxies = new WeakMap<object, unknown>();
  const report = (pointer: string): void => {
    if (reported.has(pointer)) return;
    reported.add(pointer);
    onRead(pointer);
  };

  function wrap<V>(part: V, at: string): V {
    if (typeof part !== 'object' || part === null) return part;
    const known = proxies.get(part);
    // the same object is the same proxy, so that what is read twice is still identical
    if (known !== undefined) return known as V;
    const proxy = new Proxy(part, {
      get(target, key) {
        const found: unknown = Reflect.get(target, key);
        if (typeof key === 'symbol' || !Object.hasOwn(target, key)) return found;
        if (Array.isArray(target)) return key === 'length' ? found : wrap(found, `${at}/*`);
        const pointer = `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        report(pointer);
        return isFixed(target, key) ? found : wrap(found, pointer);
      },
    });
    proxies.set(part, proxy);
    return proxy;
  }
  return wrap(value, '');
}

/** A frozen property must be handed out as it is (ECMAScript, Proxy invariants of [[Get]]). */
function isFixed(target: object, key: string): boolean {
  const property = Object.getOwnPropertyDescriptor(target, key);
  return property?.configurable === false && property.writable === false;
}
