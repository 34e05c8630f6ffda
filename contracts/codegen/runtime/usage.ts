/**
 * Hands on what is read, and is told of each field that is read, once, as a JSON pointer (RFC 6901) with `*` in place
 * of the index of a list. Values are never told. What is not an object comes back as it is.
 */
export function observeReads<T>(value: T, onRead: (pointer: string) => void): T {
  const told = new Set<string>();
  const proxies = new WeakMap<object, unknown>();
  const tell = (pointer: string): void => {
    if (told.has(pointer)) return;
    told.add(pointer);
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
        tell(pointer);
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
