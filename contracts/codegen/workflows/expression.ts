import type { Json } from '../document/json.ts';
import { select, selectorIn } from './query.ts';

/** A runtime expression. Arazzo 1.1.0, Runtime Expressions. */
export type Expression =
  | { kind: 'url' }
  | { kind: 'method' }
  | { kind: 'statusCode' }
  | { kind: 'self' }
  | { kind: 'request' | 'response' | 'message'; part: 'body' | 'payload'; pointer: string }
  | { kind: 'request' | 'response' | 'message'; part: 'header' | 'query' | 'path'; name: string }
  | { kind: 'inputs'; name: string; pointer: string }
  | { kind: 'outputs'; name: string; pointer: string }
  | { kind: 'steps'; step: string; name: string; pointer: string }
  | { kind: 'workflows'; workflow: string; field: 'inputs' | 'outputs'; name: string; pointer: string }
  | { kind: 'sourceDescriptions'; source: string; reference: string };

const id = '[A-Za-z0-9_-]+';
const identifier = '[A-Za-z0-9._-]+';
const pointer = '(?:#((?:/[^{}]*)?))?';

type Match = readonly (string | undefined)[];
const forms: readonly [RegExp, (match: Match) => Expression][] = [
  [/^\$(url|method|statusCode|self)$/, ([, kind]) => ({ kind: kind as 'url' })],
  [
    new RegExp(`^\\$(request|response|message)\\.(body|payload)${pointer}$`),
    ([, kind, part, at = '']) => ({ kind: kind as 'request', part: part as 'body', pointer: at }),
  ],
  [
    /^\$(request|response|message)\.(header|query|path)\.(.+)$/,
    ([, kind, part, name = '']) => ({ kind: kind as 'request', part: part as 'header', name }),
  ],
  [
    new RegExp(`^\\$(inputs|outputs)\\.(${identifier})${pointer}$`),
    ([, kind, name = '', at = '']) => ({ kind: kind as 'inputs', name, pointer: at }),
  ],
  [
    new RegExp(`^\\$steps\\.(${id})\\.outputs\\.(${identifier})${pointer}$`),
    ([, step = '', name = '', at = '']) => ({ kind: 'steps', step, name, pointer: at }),
  ],
  [
    new RegExp(`^\\$workflows\\.(${id})\\.(inputs|outputs)\\.(${identifier})${pointer}$`),
    ([, workflow = '', field, name = '', at = '']) => ({
      kind: 'workflows',
      workflow,
      field: field as 'inputs',
      name,
      pointer: at,
    }),
  ],
  [
    new RegExp(`^\\$sourceDescriptions\\.(${id})\\.(.+)$`),
    ([, source = '', reference = '']) => ({ kind: 'sourceDescriptions', source, reference }),
  ],
];

/** Parses a runtime expression; undefined for a text that is none. */
export function parseExpression(text: string): Expression | undefined {
  for (const [pattern, read] of forms) {
    const match = pattern.exec(text);
    if (match) return read(match);
  }
  return undefined;
}

/** The expressions in a value: texts that are one, those in braces inside of texts, and those of selectors. */
export function expressionsIn(value: Json | undefined): string[] {
  if (value === undefined) return [];
  if (typeof value === 'string') return value.startsWith('$') ? [value] : embedded(value);
  const selector = selectorIn(value);
  if (selector) return [selector.context, ...embedded(selector.selector)];
  if (Array.isArray(value)) return value.flatMap(expressionsIn);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(expressionsIn) : [];
}

/** The expressions in braces of a text. */
export const embedded = (text: string): string[] =>
  [...text.matchAll(/\{(\$[^{}]+)\}/g)].map(([, inner = '']) => inner);

type Resolve = (expression: Expression) => Json | undefined;

function resolved(text: string, resolve: Resolve): Json {
  const expression = parseExpression(text);
  const found = expression && resolve(expression);
  if (found === undefined) throw new UnresolvedExpression(text);
  return found;
}

/** A text with the expressions in braces replaced by what they stand for, as text. Throws `UnresolvedExpression`. */
export function fillIn(text: string, resolve: Resolve): string {
  return text.replaceAll(/\{(\$[^{}]+)\}/g, (_all, inner: string) => textOf(resolved(inner, resolve)));
}

/**
 * A value with its expressions replaced by what they stand for, types kept; inside of a text they become text, and what
 * is no scalar becomes JSON. A selector becomes what it finds. Throws `UnresolvedExpression` where one stands for
 * nothing.
 */
export function evaluate(value: Json, resolve: Resolve): Json {
  if (typeof value === 'string') return value.startsWith('$') ? resolved(value, resolve) : fillIn(value, resolve);
  if (Array.isArray(value)) return value.map(item => evaluate(item, resolve));
  if (typeof value !== 'object' || value === null) return value;
  const selector = selectorIn(value);
  if (selector) {
    const text = fillIn(selector.selector, resolve);
    const found = select(text, selector.type, resolved(selector.context, resolve));
    if (found === undefined) throw new UnresolvedExpression(`${text} of ${selector.context}`);
    return found;
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, evaluate(item, resolve)]));
}

export const textOf = (value: Json): string =>
  typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value);

/** An expression that stands for nothing when it is needed. */
export class UnresolvedExpression extends Error {
  override readonly name = 'UnresolvedExpression';

  constructor(text: string) {
    super(`${text} stands for nothing here`);
  }
}
