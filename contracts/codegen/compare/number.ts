import { isObject } from '../document/json.ts';
import { isValid } from './evaluate.ts';
import { type Item, type KeywordItem, keywordItems, none, numbersOf, type Outcome, some, unknown } from './item.ts';

const tries = 240;

/** A number that satisfies all facts: bounds make an interval, factors a step; the excluded are passed over. */
export function solveNumber(facts: readonly Item[]): Outcome {
  const interval = intervalOf(facts);
  if (interval.low > interval.high) return none;
  const step = stepOf(facts);
  if (contradicts(facts, interval, step)) return none;
  const steps = step === undefined ? undefined : stepped(step, interval);
  const candidates = steps?.numbers ?? continuous(interval, facts);
  for (const candidate of candidates) if (facts.every(item => meets(item, candidate))) return some(candidate);
  const complete = steps ? steps.complete : interval.low === interval.high;
  return complete ? none : unknown('no number was found that the bounds, factors and formats leave');
}

interface Interval {
  low: number;
  high: number;
}

function intervalOf(facts: readonly Item[]): Interval {
  const low = [...numbersOf(facts, 'minimum', true), ...numbersOf(facts, 'exclusiveMaximum', false)];
  const above = [...numbersOf(facts, 'exclusiveMinimum', true), ...numbersOf(facts, 'maximum', false)];
  const high = [...numbersOf(facts, 'maximum', true), ...numbersOf(facts, 'exclusiveMinimum', false)];
  const below = [...numbersOf(facts, 'exclusiveMaximum', true), ...numbersOf(facts, 'minimum', false)];
  const interval = { low: Math.max(-Infinity, ...low, ...above), high: Math.min(Infinity, ...high, ...below) };
  const open = above.includes(interval.low) || below.includes(interval.high);
  return interval.low === interval.high && open ? { low: 1, high: 0 } : interval;
}

/** The number that every solution is a multiple of; undefined where there is none, or none that is exact. */
function stepOf(facts: readonly Item[]): number | undefined {
  const factors = numbersOf(facts, 'multipleOf', true).filter(factor => factor > 0);
  if (isInteger(facts)) factors.push(1);
  const [first, ...others] = factors;
  if (first === undefined) return undefined;
  const scale = 10 ** Math.max(...factors.map(decimals));
  const whole = others.reduce((step, factor) => lcm(step, Math.round(factor * scale)), Math.round(first * scale));
  return Number.isSafeInteger(whole) && whole > 0 ? whole / scale : undefined;
}

function isInteger(facts: readonly Item[]): boolean {
  const formats = keywordItems(facts, 'format', true).map(({ schema }) => schema.format);
  return keywordItems(facts, 'type', true).length > 0 || formats.includes('int32') || formats.includes('int64');
}

function contradicts(facts: readonly Item[], { low, high }: Interval, step: number | undefined): boolean {
  const whole = step !== undefined && Number.isInteger(step);
  if (whole && keywordItems(facts, 'type', false).length > 0) return true;
  const formats = keywordItems(facts, 'format', true).map(({ schema }) => schema.format);
  for (const { schema } of keywordItems(facts, 'format', false)) {
    if (schema.format === 'double' || formats.includes(schema.format ?? null)) return true;
    if (schema.format === 'int64' && formats.includes('int32')) return true;
    if (schema.format === 'int32' && whole && low >= -(2 ** 31) && high <= 2 ** 31 - 1) return true;
    if (schema.format === 'int64' && whole && low >= Number.MIN_SAFE_INTEGER && high <= Number.MAX_SAFE_INTEGER)
      return true;
  }
  if (step === undefined) return false;
  return numbersOf(facts, 'multipleOf', false).some(factor => {
    const scale = 10 ** Math.max(decimals(step), decimals(factor));
    return Math.round(step * scale) % Math.round(factor * scale) === 0;
  });
}

function stepped(step: number, { low, high }: Interval): { numbers: number[]; complete: boolean } {
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step);
  const exact = Number.isInteger(step);
  const numbers: number[] = [];
  if (last < first) return { numbers, complete: true };
  if (Number.isFinite(first) || Number.isFinite(last)) {
    const count = Math.min(last - first + 1, tries);
    for (let index = 0; index < count; index += 1) {
      numbers.push((Number.isFinite(first) ? first + index : last - index) * step);
    }
    if (Number.isFinite(last) && count === tries) numbers.push(last * step);
    return { numbers, complete: exact && last - first + 1 <= tries };
  }
  for (let index = 0; index < tries / 2; index += 1) numbers.push(index * step, -index * step);
  for (const far of [2 ** 31, 2 ** 53]) numbers.push(Math.ceil(far / step) * step, -Math.ceil(far / step + 1) * step);
  return { numbers, complete: false };
}

function continuous({ low, high }: Interval, facts: readonly Item[]): number[] {
  const from = Number.isFinite(low) ? low : Number.isFinite(high) ? high - 1000 : 0;
  const to = Number.isFinite(high) ? high : from + 1000;
  const numbers = [from, to, 0, from + 1, to - 1, from + 0.5, Math.ceil(from + 0.5)];
  for (let index = 1; index < 24; index += 1) {
    const part = from + ((to - from) * index) / 24;
    numbers.push(part, Math.round(part), Math.round(part) + 0.5, from + index, -index, -index - 0.5);
  }
  for (const factor of numbersOf(facts, 'multipleOf', false)) numbers.push(from + factor / 2, from + factor / 3);
  return numbers;
}

function meets(item: Item, candidate: number): boolean {
  if (item.kind !== 'keyword') return false;
  const { document, schema, keyword, positive } = item;
  return isValid(document, restricted(schema, keyword), candidate) === positive;
}

const single = new WeakMap<object, Map<string, KeywordItem['schema']>>();

/** The schema that says this one keyword. */
export function restricted(schema: KeywordItem['schema'], keyword: string): KeywordItem['schema'] {
  const known = single.get(schema) ?? new Map<string, KeywordItem['schema']>();
  single.set(schema, known);
  const made = known.get(keyword) ?? { [keyword]: schema[keyword] ?? null };
  known.set(keyword, made);
  return isObject(made) ? made : {};
}

function decimals(value: number): number {
  const [, fraction = '', exponent = '0'] = /^-?\d*(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(String(value)) ?? [];
  return Math.max(0, fraction.length - Number(exponent));
}

function lcm(left: number, right: number): number {
  let a = left;
  let b = right;
  while (b !== 0) [a, b] = [b, a % b];
  return a === 0 ? 0 : (left / a) * right;
}
