/** A part of a regular expression, as far as texts can be made from it. */
type Part =
  | { kind: 'text'; choices: string }
  | { kind: 'sequence'; parts: Part[] }
  | { kind: 'either'; parts: Part[] }
  | { kind: 'repeat'; part: Part; least: number; most: number };

const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');
const classes: Readonly<Record<string, string>> = {
  d: '0123456789',
  w: 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_',
  s: ' \t',
};
const controls: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', '0': '\0' };

/**
 * Some texts that a pattern is likely to match (the caller tests them); none for a pattern with what is not understood,
 * such as a look-ahead.
 */
export function patternSamples(pattern: string): string[] {
  const part = new PatternReader(pattern).read();
  if (!part) return [];
  const texts = new Set<string>();
  for (let variant = 0; variant < 12; variant += 1) texts.add(write(part, variant).slice(0, 2000));
  return [...texts];
}

function write(part: Part, variant: number): string {
  if (part.kind === 'text') return part.choices.charAt((variant * 7) % Math.max(part.choices.length, 1));
  if (part.kind === 'sequence') return part.parts.map((item, index) => write(item, variant + index * 5)).join('');
  if (part.kind === 'either') {
    const chosen = part.parts[variant % part.parts.length];
    return chosen ? write(chosen, Math.floor(variant / part.parts.length)) : '';
  }
  const times = Math.min(part.least + (variant % 4), part.most);
  return Array.from({ length: times }, (_, index) => write(part.part, variant + index * 3)).join('');
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
    if (sign) return { kind: 'repeat', part, least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : 20 };
    const least = Number(from);
    const most = comma === ',' ? (to ? Number(to) : least + 20) : least;
    return { kind: 'repeat', part, least, most };
  }

  #atom(): Part {
    const sign = this.#next();
    if (sign === '^' || sign === '$') return { kind: 'text', choices: '' };
    if (sign === '.') return { kind: 'text', choices: printable.slice(1) };
    if (sign === '[') return { kind: 'text', choices: this.#class() };
    if (sign === '(') return this.#group();
    if (sign === '\\') return { kind: 'text', choices: this.#escape(true) };
    return { kind: 'text', choices: sign };
  }

  #group(): Part {
    const name = /^\?(?::|<[A-Za-z_]\w*>)/.exec(this.#text.slice(this.#at));
    if (name) this.#at += name[0].length;
    else if (this.#peek() === '?') this.#understood = false;
    const part = this.#either();
    if (!this.#take(')')) this.#understood = false;
    return part;
  }

  #class(): string {
    const excluded = this.#take('^');
    let choices = '';
    while (this.#at < this.#text.length && this.#peek() !== ']') {
      const sign = this.#next();
      const from = sign === '\\' ? this.#escape(false) : sign;
      if (from.length === 1 && this.#peek() === '-' && !']'.includes(this.#text.charAt(this.#at + 1))) {
        this.#next();
        const end = this.#next();
        const to = end === '\\' ? this.#escape(false) : end;
        for (let code = from.charCodeAt(0); code <= to.charCodeAt(0) && choices.length < 300; code += 1) {
          choices += String.fromCharCode(code);
        }
      } else choices += from;
    }
    if (!this.#take(']')) this.#understood = false;
    return excluded ? without(choices) : choices;
  }

  #escape(outside: boolean): string {
    const sign = this.#next();
    const known = classes[sign];
    if (known !== undefined) return known;
    const inverse = classes[sign.toLowerCase()];
    if (inverse !== undefined) return without(inverse);
    if (sign === 'u' || sign === 'x') {
      const code = /^(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{2,4}))/.exec(this.#text.slice(this.#at));
      if (!code) return sign;
      this.#at += code[0].length;
      return String.fromCodePoint(Number.parseInt(code[1] ?? code[2] ?? '61', 16));
    }
    if (sign === 'p' || (outside && /[bB1-9kP]/.test(sign))) this.#understood = sign === 'b' && this.#understood;
    if (outside && sign === 'b') return '';
    return controls[sign] ?? sign;
  }

  #peek(): string {
    return this.#text.charAt(this.#at);
  }

  #next(): string {
    const sign = this.#text.charAt(this.#at);
    this.#at += 1;
    return sign;
  }

  #take(sign: string): boolean {
    if (this.#peek() !== sign) return false;
    this.#at += 1;
    return true;
  }
}

function without(choices: string): string {
  return [...printable].filter(sign => !choices.includes(sign)).join('');
}
