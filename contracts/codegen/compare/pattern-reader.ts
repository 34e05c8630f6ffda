/** Code points, both ends included. */
export type Range = readonly [from: number, to: number];

/** A part of a regular expression of ECMA-262, as far as it is understood here. */
export type Part =
  | { kind: 'sign'; ranges: readonly Range[] }
  | { kind: 'start' | 'end' | 'boundary' }
  | { kind: 'sequence'; parts: Part[] }
  | { kind: 'either'; parts: Part[] }
  | { kind: 'repeat'; part: Part; least: number; most: number };

const LAST = 0x10ffff;
const controls: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', '0': '\0' };
const lineEnds = '\n\r\u2028\u2029';

/** The parts of a pattern; undefined for one with what is not understood, such as a look-ahead. */
export function readPattern(pattern: string): Part | undefined {
  return new PatternReader(pattern).read();
}

const pointOf = (sign: string): number => sign.codePointAt(0) ?? 0;

function merged(ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  for (const [from, to] of ranges.toSorted(([one], [other]) => one - other)) {
    const last = result.at(-1);
    if (last && from <= last[1] + 1) result[result.length - 1] = [last[0], Math.max(last[1], to)];
    else result.push([from, to]);
  }
  return result;
}

function without(ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  let from = 0;
  for (const [start, end] of merged(ranges)) {
    if (start > from) result.push([from, start - 1]);
    from = end + 1;
  }
  if (from <= LAST) result.push([from, LAST]);
  return result;
}

const single = (sign: string): Range[] => [[pointOf(sign), pointOf(sign)]];
const notLineEnds = without([...lineEnds].flatMap(single));
const digits: Range[] = [[48, 57]];
const word: Range[] = merged([...digits, [65, 90], [95, 95], [97, 122]]);

const scanned = new Map<string, readonly Range[]>();

/** The code points of a class such as `\p{L}`, as the engine knows them. */
function scan(kind: string): readonly Range[] {
  const known = scanned.get(kind);
  if (known) return known;
  const expression = new RegExp(kind, 'u');
  const ranges: Range[] = [];
  let from: number | undefined;
  for (let point = 0; point <= LAST + 1; point += 1) {
    const isIn = point <= LAST && expression.test(String.fromCodePoint(point));
    if (isIn) from ??= point;
    else if (from !== undefined) {
      ranges.push([from, point - 1]);
      from = undefined;
    }
  }
  scanned.set(kind, ranges);
  return ranges;
}

class PatternReader {
  readonly #text: string;
  #at = 0;
  #understood = true;

  constructor(text: string) {
    this.#text = text;
  }

  read(): Part | undefined {
    const part = this.#either();
    return this.#understood && this.#at >= this.#text.length ? part : undefined;
  }

  #either(): Part {
    const parts = [this.#sequence()];
    while (this.#take('|')) parts.push(this.#sequence());
    return { kind: 'either', parts };
  }

  #sequence(): Part {
    const parts: Part[] = [];
    while (this.#understood && this.#at < this.#text.length && !'|)'.includes(this.#peek())) {
      parts.push(this.#repeated(this.#atom()));
    }
    return { kind: 'sequence', parts };
  }

  #repeated(part: Part): Part {
    const bounds = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/.exec(this.#text.slice(this.#at));
    if (!bounds) return part;
    this.#at += bounds[0].length;
    const [, sign, from = '0', comma, to] = bounds;
    if (sign) return { kind: 'repeat', part, least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Infinity };
    const least = Number(from);
    return { kind: 'repeat', part, least, most: comma !== ',' ? least : to ? Number(to) : Infinity };
  }

  #atom(): Part {
    const sign = this.#next();
    if (sign === '^') return { kind: 'start' };
    if (sign === '$') return { kind: 'end' };
    if (sign === '.') return { kind: 'sign', ranges: notLineEnds };
    if (sign === '[') return { kind: 'sign', ranges: this.#class() };
    if (sign === '(') return this.#group();
    if (sign !== '\\') return { kind: 'sign', ranges: single(sign) };
    if (this.#take('b')) return { kind: 'boundary' };
    if (/[B1-9k]/.test(this.#peek())) this.#understood = false;
    return { kind: 'sign', ranges: this.#escape() };
  }

  #group(): Part {
    const name = /^\?(?::|<[A-Za-z_]\w*>)/.exec(this.#text.slice(this.#at));
    if (name) this.#at += name[0].length;
    else if (this.#peek() === '?') this.#understood = false;
    const part = this.#either();
    if (!this.#take(')')) this.#understood = false;
    return part;
  }

  #class(): Range[] {
    const excluded = this.#take('^');
    const ranges: Range[] = [];
    while (this.#at < this.#text.length && this.#peek() !== ']') {
      const from = this.#member();
      const [[start, end] = [0, 0]] = from;
      const isOne = from.length === 1 && start === end;
      if (isOne && this.#peek() === '-' && this.#text.charAt(this.#at + 1) !== ']') {
        this.#next();
        const [[, last] = [0, 0]] = this.#member();
        ranges.push([start, last]);
      } else ranges.push(...from);
    }
    if (!this.#take(']')) this.#understood = false;
    return excluded ? without(ranges) : merged(ranges);
  }

  #member(): readonly Range[] {
    const sign = this.#next();
    if (sign !== '\\') return single(sign);
    return this.#take('b') ? single('\b') : this.#escape();
  }

  /** What stands behind a backslash, for one sign. */
  #escape(): readonly Range[] {
    const sign = this.#next();
    if (sign === 'd' || sign === 'D') return sign === 'd' ? digits : without(digits);
    if (sign === 'w' || sign === 'W') return sign === 'w' ? word : without(word);
    if (sign === 's' || sign === 'S') return scan(`\\${sign}`);
    const rest = this.#text.slice(this.#at);
    if (sign === 'p' || sign === 'P') {
      const [property] = /^\{[\w=]+\}/.exec(rest) ?? [];
      if (property === undefined) this.#understood = false;
      else this.#at += property.length;
      return property === undefined ? [] : scan(`\\${sign}${property}`);
    }
    if (sign === 'c') this.#understood = false;
    if (sign === 'u' || sign === 'x') {
      const code = (sign === 'u' ? /^(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{4}))/ : /^()([0-9A-Fa-f]{2})/).exec(rest);
      if (!code) return single(sign);
      this.#at += code[0].length;
      const point = Number.parseInt(code[1] || code[2] || '0', 16);
      return [[point, point]];
    }
    return single(controls[sign] ?? sign);
  }

  #peek(): string {
    return this.#text.charAt(this.#at);
  }

  /** The next code point. */
  #next(): string {
    const sign = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0);
    this.#at += sign.length;
    return sign;
  }

  #take(sign: string): boolean {
    if (this.#peek() !== sign) return false;
    this.#at += 1;
    return true;
  }
}
