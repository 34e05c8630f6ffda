import { isObject, type Json, type JsonObject } from '../document/json.ts';
import { Random } from '../mock/random.ts';

type Holder = Json[] | JsonObject;

/**
 * Texts of a JSON document, each the one before with something changed by chance: members that go away, change their
 * name or place, become what stands elsewhere, keywords and references that come, characters that are lost. What was
 * broken is as it was before, some texts later.
 */
export class RandomEdits {
  readonly #random: Random;
  #good: string;
  #text: string;

  constructor(text: string, seed: string) {
    this.#good = text;
    this.#text = text;
    this.#random = new Random(seed);
  }

  /** @param isGood whether the last text was a document that something is generated from */
  next(isGood: boolean): string {
    const last = this.#text;
    if (isGood) this.#good = last;
    if (!isGood && this.#random.next() < 0.6) this.#text = this.#good;
    else this.#text = this.#random.next() < 0.1 ? this.#broken(last) : this.#changed(last);
    return this.#text;
  }

  /** A character less, or one more. */
  #broken(text: string): string {
    const at = this.#random.between(0, text.length - 1);
    const more = this.#random.pick(['', '', '"', '}', ',', '\\', ' ', '9']) ?? '';
    return text.slice(0, at) + more + text.slice(more === '' ? at + 1 : at);
  }

  #changed(text: string): string {
    let document: JsonObject;
    try {
      document = JSON.parse(text);
    } catch {
      return this.#good;
    }
    const all = holdersIn(document);
    const inPaths = holdersIn(document.paths ?? {});
    for (let count = this.#random.pick([1, 1, 1, 2]) ?? 1; count > 0; count -= 1)
      this.#change(this.#random.next() < 0.8 ? inPaths : all, all);
    const indent = this.#random.next() < 0.95 ? 2 : 1;
    return JSON.stringify(document, null, indent);
  }

  #change(holders: readonly Holder[], all: readonly Holder[]): void {
    const holder = this.#random.pick(holders);
    if (holder === undefined) return;
    if (Array.isArray(holder)) {
      const at = this.#random.between(0, holder.length);
      if (this.#random.next() < 0.5) holder.splice(at, 1);
      else holder.splice(at, 0, structuredClone(this.#random.pick(holder) ?? 'another'));
      return;
    }
    const key = this.#random.pick(Object.keys(holder)) ?? 'description';
    const value = holder[key] ?? null;
    const edits: (() => void)[] = [
      () => delete holder[key],
      () => replaceKeys(holder, name => (name === key ? `${key}X` : name)),
      () => {
        delete holder[key];
        holder[key] = value; // stands last now
      },
      () => {
        holder[key] = structuredClone(this.#elsewhere(all, key) ?? value);
      },
      () => {
        holder[key] = this.#scalar(value);
      },
      () => {
        holder[key] = this.#scalar(value);
      },
      () => {
        holder.description = this.#random.pick(['Said */ so', 'It\'s "quoted" }]', '`code`\\', '']) ?? '';
      },
      () => {
        holder[this.#random.pick(['maxLength', 'minItems', 'deprecated', 'x-n', 'pattern', 'default']) ?? ''] =
          this.#random.pick<Json>([1, 2, true, 'a']) ?? null;
      },
      () => {
        holder.schema = { $ref: `#/components/schemas/${this.#random.pick(this.#schemas(all)) ?? 'None'}` };
      },
    ];
    this.#random.pick(edits)?.();
  }

  #elsewhere(all: readonly Holder[], key: string): Json | undefined {
    return this.#random.pick(all.flatMap(holder => (isObject(holder) ? (holder[key] ?? []) : [])));
  }

  #schemas(all: readonly Holder[]): string[] {
    return all.flatMap(holder => (isObject(holder) && isObject(holder.schemas) ? Object.keys(holder.schemas) : []));
  }

  #scalar(value: Json): Json {
    if (typeof value === 'string') return this.#random.pick([`${value}s`, value.slice(1), `"${value}'`]) ?? value;
    if (typeof value === 'number') return value + this.#random.between(-2, 2);
    return typeof value === 'boolean' ? !value : value;
  }
}

function holdersIn(value: Json): Holder[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(holdersIn)];
}

function replaceKeys(holder: JsonObject, rename: (name: string) => string): void {
  const entries = Object.entries(holder);
  for (const [name] of entries) delete holder[name];
  for (const [name, value] of entries) holder[rename(name)] = value;
}
