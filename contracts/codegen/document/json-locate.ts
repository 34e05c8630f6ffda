/** Where a member of an object, or an item, stands: its key, its value, and what comes after that. */
interface Member {
  key: number;
  value: number;
  end: number;
}

/** How deep the values are that are read again alone. */
function depthIn([section]: readonly string[]): number {
  return section === 'paths' ? 2 : section === 'components' ? 3 : 1;
}

/**
 * Finds where the values of a JSON text stand without building a tree of it: only the objects and arrays on the way are
 * looked through, each once. Documents of several megabytes are answered in milliseconds.
 */
export class JsonLocator {
  readonly #text: string;
  /** By where an object or array begins. */
  readonly #members: Map<number, Map<string, Member>>;

  constructor(text: string, members = new Map<number, Map<string, Member>>()) {
    this.#text = text;
    this.#members = members;
  }

  /**
   * The innermost value that holds all characters from `start` to `end`, and that is no deeper than the paths say: a
   * path item, a schema among the components, else a member of the document. Undefined where no member holds them all.
   */
  memberAround(start: number, end: number): { path: string[]; start: number; end: number } | undefined {
    let found: { path: string[]; start: number; end: number } | undefined;
    let container = this.#skipSpace(0);
    for (let depth = 1; depth === 1 || (found && depth <= depthIn(found.path)); depth += 1) {
      const entry = [...this.#read(container)].find(([, { value, end: after }]) => value <= start && end <= after);
      if (!entry) break;
      const [name, member] = entry;
      found = { path: [...(found?.path ?? []), name], start: member.value, end: member.end };
      container = member.value;
    }
    return found;
  }

  /** The locator of a text in which other characters stand in place of those of one value, from `start` to `end`. */
  replaced(text: string, { start, end }: { start: number; end: number }): JsonLocator {
    const by = text.length - this.#text.length;
    const moved = (offset: number) => (offset >= end ? offset + by : offset);
    const members = new Map<number, Map<string, Member>>();
    for (const [opening, own] of this.#members) {
      if (opening >= start && opening < end) continue;
      const isBefore = [...own.values()].every(member => member.end < end);
      const at = ({ key, value, end: after }: Member) => ({ key: moved(key), value: moved(value), end: moved(after) });
      members.set(moved(opening), isBefore ? own : new Map([...own].map(([name, member]) => [name, at(member)])));
    }
    return new JsonLocator(text, members);
  }

  /** The offset of the key that the path ends with, or of the item; of its nearest ancestor where there is none. */
  offset(path: readonly (string | number)[]): number {
    let value = this.#skipSpace(0);
    let found = value;
    for (const key of path) {
      const member = this.#read(value).get(String(key));
      if (!member) break;
      found = member.key;
      value = member.value;
    }
    return found;
  }

  #read(start: number): Map<string, Member> {
    const known = this.#members.get(start);
    if (known) return known;
    const members = new Map<string, Member>();
    this.#members.set(start, members);
    const opening = this.#text[start];
    if (opening !== '{' && opening !== '[') return members;
    let at = this.#skipSpace(start + 1);
    for (let index = 0; at < this.#text.length && this.#text[at] !== '}' && this.#text[at] !== ']'; index += 1) {
      const key = at;
      let name = String(index);
      if (opening === '{') {
        const end = this.#skipString(at);
        name = nameOf(this.#text.slice(at, end));
        at = this.#skipSpace(this.#skipSpace(end) + 1);
      }
      const end = this.#skipValue(at);
      members.set(name, { key, value: at, end });
      at = this.#skipSpace(end);
      if (this.#text[at] === ',') at = this.#skipSpace(at + 1);
    }
    return members;
  }

  #skipValue(start: number): number {
    const first = this.#text[start];
    if (first === '"') return this.#skipString(start);
    if (first !== '{' && first !== '[') return this.#skipWord(start);
    let depth = 0;
    for (let at = start; at < this.#text.length; at += 1) {
      const code = this.#text.charCodeAt(at);
      if (code === 34) at = this.#skipString(at) - 1;
      else if (code === 123 || code === 91) depth += 1;
      else if (code === 125 || code === 93) {
        depth -= 1;
        if (depth === 0) return at + 1;
      }
    }
    return this.#text.length;
  }

  #skipString(start: number): number {
    for (let at = start + 1; at < this.#text.length; at += 1) {
      const code = this.#text.charCodeAt(at);
      if (code === 92) at += 1;
      else if (code === 34) return at + 1;
    }
    return this.#text.length;
  }

  #skipWord(start: number): number {
    let at = start;
    while (at < this.#text.length && !',}] \n\r\t'.includes(this.#text.charAt(at))) at += 1;
    return at;
  }

  #skipSpace(start: number): number {
    let at = start;
    while (at < this.#text.length && ' \n\r\t'.includes(this.#text.charAt(at))) at += 1;
    return at;
  }
}

function nameOf(quoted: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted;
  }
}
