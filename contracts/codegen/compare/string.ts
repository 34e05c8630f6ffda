import { isValid } from './evaluate.ts';
import { annotatingFormats, formatSamples, formatWithin, inFormat } from './format-samples.ts';
import { type Item, keywordItems, none, numbersOf, type Outcome, some, unknown } from './item.ts';
import { restricted } from './number.ts';
import { findText } from './pattern-language.ts';
import { patternSamples } from './pattern-samples.ts';

const opaque = ['contentEncoding', 'contentMediaType', 'contentSchema', '$ref', '$dynamicRef'];
const alphabet = ['a', 'A', '0', '-', ' ', '\u00e9', '_', '.', '/'];

/**
 * A text that satisfies all facts. Patterns are compared as regular languages where they are ones; formats, and other
 * patterns, by samples, and equal ones by name.
 */
export function solveString(facts: readonly Item[]): Outcome {
  const least = Math.max(
    0,
    ...numbersOf(facts, 'minLength', true),
    ...numbersOf(facts, 'maxLength', false).map(at => Math.floor(at) + 1),
  );
  const most = Math.min(
    Infinity,
    ...numbersOf(facts, 'maxLength', true),
    ...numbersOf(facts, 'minLength', false).map(at => Math.ceil(at) - 1),
  );
  if (least > most || samePattern(facts) || sameFormat(facts)) return none;
  const demand = { matching: patterns(facts, true), notMatching: patterns(facts, false), least, most };
  const isPlain = demand.matching.length + demand.notMatching.length === 0;
  const found = isPlain ? undefined : findText(demand);
  if (found === 'none') {
    const vacuous = demand.notMatching.find(isVacuous);
    return vacuous === undefined
      ? none
      : unknown(`the pattern ${vacuous} is found in every text, unless it is anchored`);
  }
  if (found && facts.every(item => meets(item, found.text))) return some(found.text);
  const doubtful = facts.find(
    item => item.kind === 'keyword' && !item.positive && !decidable(item.keyword, item.schema),
  );
  if (doubtful?.kind === 'keyword') {
    return unknown(
      `nothing tells which texts are of ${doubtful.keyword} ${JSON.stringify(doubtful.schema[doubtful.keyword])}`,
    );
  }
  for (const candidate of candidates(facts, least, most)) {
    if (facts.every(item => meets(item, candidate))) return some(candidate);
  }
  if (most === 0) return none;
  return unknown('no text was found that the patterns and formats leave, nor a proof that there is none');
}

/**
 * Whether a pattern is found in every text, as `[a-z]*` is. Nobody means that, and validators that match the whole text
 * read it as it was meant; so nothing is proven by it.
 */
const isVacuous = (pattern: string): boolean =>
  findText({ matching: [], notMatching: [pattern], least: 0, most: Infinity }) === 'none';

const patterns = (facts: readonly Item[], positive: boolean): string[] =>
  keywordItems(facts, 'pattern', positive).map(({ schema }) => String(schema.pattern));

function decidable(keyword: string, schema: { format?: unknown }): boolean {
  if (opaque.includes(keyword)) return false;
  return keyword !== 'format' || inFormat(String(schema.format), '') !== undefined;
}

function samePattern(facts: readonly Item[]): boolean {
  const held = keywordItems(facts, 'pattern', true).map(({ schema }) => schema.pattern);
  return keywordItems(facts, 'pattern', false).some(({ schema }) => held.includes(schema.pattern ?? null));
}

function sameFormat(facts: readonly Item[]): boolean {
  const held = keywordItems(facts, 'format', true).map(({ schema }) => String(schema.format));
  return keywordItems(facts, 'format', false).some(
    ({ schema }) =>
      annotatingFormats.has(String(schema.format)) || held.some(format => formatWithin(format, String(schema.format))),
  );
}

function* candidates(facts: readonly Item[], least: number, most: number): Generator<string> {
  const seeds: string[] = [];
  for (const { schema } of keywordItems(facts, 'pattern', true)) seeds.push(...patternSamples(String(schema.pattern)));
  for (const { schema } of keywordItems(facts, 'format', true))
    seeds.push(...(formatSamples[String(schema.format)] ?? []));
  if (seeds.length === 0) {
    yield 'a'.repeat(Math.min(Math.max(least, Math.min(1, most)), 100_000));
    for (let index = 0; index < 600; index += 1) seeds.push(spelled(index));
    for (const { schema } of keywordItems(facts, 'pattern', false))
      seeds.push(...patternSamples(String(schema.pattern)));
    for (const samples of Object.values(formatSamples)) seeds.push(...samples);
  }
  for (const seed of new Set(seeds)) {
    const length = [...seed].length;
    if (length >= least && length <= most) yield seed;
    if (length < least && least <= 100_000) {
      for (const sign of alphabet.slice(0, 4)) {
        yield seed + sign.repeat(least - length);
        yield sign.repeat(least - length) + seed;
      }
      if (length > 0) yield seed.repeat(Math.ceil(least / length)).slice(0, least);
    }
    if (length > most) yield [...seed].slice(0, most).join('');
    if (length < most) for (const sign of alphabet) yield seed + sign;
  }
}

function spelled(index: number): string {
  let text = '';
  for (let rest = index; rest > 0; rest = Math.floor((rest - 1) / alphabet.length)) {
    text += alphabet[(rest - 1) % alphabet.length] ?? '';
  }
  return text;
}

function meets(item: Item, candidate: string): boolean {
  if (item.kind !== 'keyword') return false;
  return isValid(item.document, restricted(item.schema, item.keyword), candidate) === item.positive;
}
