/**
 * Finds where the values of a JSON text stand without building a tree of it: only the objects and arrays on the way are
 * looked through, each once. Documents of several megabytes are answered in milliseconds.
 */
export class JsonLocator {
  readonly #text: string;
  readonly #members = new Map<number, Map<string, { key: number; value: number }>>();

  constructor(text: string) {
    this.#text = text;
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

  #read(start: number): Map<string, { key: number; value: number }> {
    const known = this.#members.get(start);
    if (known) return known;
    const members = new Map<string, { key: number; value: number }>();
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
      members.set(name, { key, value: at });
      at = this.#skipSpace(this.#skipValue(at));
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
