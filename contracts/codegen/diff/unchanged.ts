import { isObject, type Json, type JsonObject, objectIn, refOf } from '../document/json.ts';

/**
 * Tells parts of two versions of a document that are written alike, with everything that they refer to: nothing about
 * them needs to be looked at. Components count as changed if they are written otherwise or lead to one that is.
 */
export class Unchanged {
  readonly #changed: ReadonlySet<string>;

  constructor(before: JsonObject, after: JsonObject) {
    const uses = new Map<string, Set<string>>();
    const changed = new Set<string>();
    const from = objectIn(before, 'components');
    const to = objectIn(after, 'components');
    for (const kind of new Set([...Object.keys(from), ...Object.keys(to)])) {
      const left = objectIn(from, kind);
      const right = objectIn(to, kind);
      for (const name of new Set([...Object.keys(left), ...Object.keys(right)])) {
        const id = `#/components/${kind}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        const refs = new Set<string>();
        if (!alike(left[name] ?? null, right[name] ?? null, refs)) changed.add(id);
        for (const ref of refs) uses.set(ref, (uses.get(ref) ?? new Set()).add(id));
      }
    }
    const open = [...changed];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      for (const user of uses.get(id) ?? []) {
        if (changed.has(user)) continue;
        changed.add(user);
        open.push(user);
      }
    }
    this.#changed = changed;
  }

  /** Whether the two say the same, word by word, and so does all that they lead to. */
  is(before: Json, after: Json): boolean {
    const refs = new Set<string>();
    return alike(before, after, refs) && [...refs].every(ref => ref.startsWith('#/components/') && !this.#reaches(ref));
  }

  #reaches(ref: string): boolean {
    const component = ref.split('/').slice(0, 4).join('/');
    return this.#changed.has(component);
  }
}

function alike(left: Json, right: Json, refs: Set<string>): boolean {
  if (Array.isArray(left)) {
    if (!Array.isArray(right) || left.length !== right.length) return false;
    return left.every((item, index) => alike(item, right[index] ?? null, refs));
  }
  if (!isObject(left)) return left === right;
  if (!isObject(right)) return false;
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  const ref = refOf(left);
  if (ref !== undefined) refs.add(ref.split('/').slice(0, 4).join('/'));
  return names.every(name => Object.hasOwn(right, name) && alike(left[name] ?? null, right[name] ?? null, refs));
}
