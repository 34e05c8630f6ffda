import type { Json } from '../document/json.ts';

/** A simple condition as a tree. Arazzo 1.1.0, Criterion Object. */
export type Condition =
  | { op: 'literal'; value: Json }
  | { op: 'expression'; text: string; path: (string | number)[] }
  | { op: 'not'; of: Condition }
  | { op: '&&' | '||' | Comparison; left: Condition; right: Condition };

type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=';

const token =
  /\s*(?:(&&|\|\||==|!=|<=|>=|<|>|!|\(|\))|'((?:[^']|'')*)'|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null)\b|(\$[^\s()&|=!<>']+))/y;

interface Token {
  kind: 'operator' | 'literal' | 'expression';
  text: string;
  value: Json;
}

/** Parses a simple condition; a message for people where it is none. */
export function parseCondition(text: string): Condition | string {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  while (text.slice(token.lastIndex).trim() !== '') {
    const from = token.lastIndex;
    const match = token.exec(text);
    if (!match) return `cannot be read from "${text.slice(from).trim()}" on`;
    const [, operator, string, number, word, expression] = match;
    if (operator !== undefined) tokens.push({ kind: 'operator', text: operator, value: null });
    else if (expression !== undefined) tokens.push({ kind: 'expression', text: expression, value: null });
    else {
      const value = string === undefined ? JSON.parse(number ?? word ?? 'null') : string.replaceAll("''", "'");
      tokens.push({ kind: 'literal', text: '', value });
    }
  }
  return new Parser(tokens).parse();
}

class Parser {
  readonly #tokens: Token[];
  #next = 0;

  constructor(tokens: Token[]) {
    this.#tokens = tokens;
  }

  parse(): Condition | string {
    const condition = this.#or();
    if (condition === undefined) return 'is not complete';
    return this.#next === this.#tokens.length ? condition : 'has more than one condition';
  }

  #take(...texts: string[]): string | undefined {
    const found = this.#tokens[this.#next];
    if (found?.kind !== 'operator' || !texts.includes(found.text)) return undefined;
    this.#next += 1;
    return found.text;
  }

  #or(): Condition | undefined {
    return this.#chain('||', () => this.#and());
  }

  #and(): Condition | undefined {
    return this.#chain('&&', () => this.#comparison());
  }

  #chain(op: '&&' | '||', part: () => Condition | undefined): Condition | undefined {
    let left = part();
    while (left && this.#take(op)) {
      const right = part();
      if (!right) return undefined;
      left = { op, left, right };
    }
    return left;
  }

  #comparison(): Condition | undefined {
    const left = this.#unary();
    const op = this.#take('==', '!=', '<=', '>=', '<', '>');
    if (!left || op === undefined) return left;
    const right = this.#unary();
    return right && { op: op as Comparison, left, right };
  }

  #unary(): Condition | undefined {
    if (this.#take('!')) {
      const of = this.#unary();
      return of && { op: 'not', of };
    }
    if (this.#take('(')) {
      const inner = this.#or();
      return this.#take(')') === undefined ? undefined : inner;
    }
    const found = this.#tokens[this.#next];
    if (found === undefined || found.kind === 'operator') return undefined;
    this.#next += 1;
    return found.kind === 'literal' ? { op: 'literal', value: found.value } : dereferenced(found.text);
  }
}

/** `$response.body.items[0].id`, which conditions allow beside `$response.body#/items/0/id`. */
function dereferenced(text: string): Condition {
  const [, body, rest = ''] =
    /^(\$(?:response\.body|request\.body|message\.payload))((?:\.[\w-]+|\[\d+\])*)$/.exec(text) ?? [];
  if (body === undefined) {
    const [, base = text, indexes = ''] = /^(.*?)((?:\[\d+\])*)$/.exec(text) ?? [];
    return { op: 'expression', text: base, path: steps(indexes) };
  }
  return { op: 'expression', text: body, path: steps(rest) };
}

const steps = (text: string): (string | number)[] =>
  [...text.matchAll(/\.([\w-]+)|\[(\d+)\]/g)].map(([, name, index]) => name ?? Number(index));

/** The runtime expressions of a condition. */
export function expressionsOf(condition: Condition): { text: string; path: (string | number)[] }[] {
  if (condition.op === 'literal') return [];
  if (condition.op === 'expression') return [{ text: condition.text, path: condition.path }];
  if (condition.op === 'not') return expressionsOf(condition.of);
  return [...expressionsOf(condition.left), ...expressionsOf(condition.right)];
}

/** Whether a condition holds. What stands for nothing is null. */
export function holds(
  condition: Condition,
  resolve: (text: string, path: (string | number)[]) => Json | undefined,
): boolean {
  const read = (part: Condition): Json => {
    if (part.op === 'literal') return part.value;
    if (part.op === 'expression') return resolve(part.text, part.path) ?? null;
    return holds(part, resolve);
  };
  if (condition.op === 'not') return !holds(condition.of, resolve);
  if (condition.op === '&&') return holds(condition.left, resolve) && holds(condition.right, resolve);
  if (condition.op === '||') return holds(condition.left, resolve) || holds(condition.right, resolve);
  if (condition.op === 'literal' || condition.op === 'expression') return truthy(read(condition));
  return compare(condition.op, read(condition.left), read(condition.right));
}

const truthy = (value: Json): boolean => value !== null && value !== false && value !== 0 && value !== '';

/** Texts are compared without regard to case (Arazzo 1.1.0, Operators). */
function compare(op: Comparison, left: Json, right: Json): boolean {
  const fold = (value: Json): Json => (typeof value === 'string' ? value.toLowerCase() : value);
  const a = fold(left);
  const b = fold(right);
  if (op === '==' || op === '!=') return (JSON.stringify(a) === JSON.stringify(b)) === (op === '==');
  if ((typeof a !== 'number' || typeof b !== 'number') && (typeof a !== 'string' || typeof b !== 'string'))
    return false;
  if (op === '<') return a < b;
  if (op === '<=') return a <= b;
  return op === '>' ? a > b : a >= b;
}
