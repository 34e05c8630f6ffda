import { hasDuplicates } from './equality.ts';
import type { Keyword } from './keyword.ts';
import type { Place } from './place.ts';
import { listIn, numberIn, toSchema } from './schema.ts';

function lengthOf({ value }: Place): number {
  return Array.isArray(value) ? value.length : 0;
}

function limit(keyword: string, words: string, holds: (length: number, limit: number) => boolean): Keyword {
  return (evaluation, schema, place) => {
    const bound = numberIn(schema, keyword);
    if (bound === undefined || holds(lengthOf(place), bound)) return true;
    return evaluation.fail(place, keyword, `must NOT have ${words} than ${bound} items`, { limit: bound });
  };
}

const prefixItems: Keyword = (evaluation, schema, place, seen) => {
  const prefix = listIn(schema, 'prefixItems');
  const count = Math.min(prefix.length, lengthOf(place));
  let holds = true;
  for (let index = 0; index < count && !evaluation.isFull; index += 1)
    holds = evaluation.apply(toSchema(prefix[index]), place.at(index)) && holds;
  seen?.addItems(prefix.length);
  return holds;
};

const items: Keyword = (evaluation, schema, place, seen) => {
  const first = listIn(schema, 'prefixItems').length;
  const inner = toSchema(schema.items);
  const count = lengthOf(place);
  seen?.addItems(Number.POSITIVE_INFINITY);
  if (inner === true) return true;
  if (inner === false)
    return (
      count <= first || evaluation.fail(place, 'items', `must NOT have more than ${first} items`, { limit: first })
    );
  let holds = true;
  for (let index = first; index < count && !evaluation.isFull; index += 1)
    holds = evaluation.apply(inner, place.at(index)) && holds;
  return holds;
};

const contains: Keyword = (evaluation, schema, place, seen) => {
  const inner = toSchema(schema.contains);
  const min = numberIn(schema, 'minContains') ?? 1;
  const max = numberIn(schema, 'maxContains');
  const before = evaluation.errorCount;
  let found = 0;
  for (let index = 0; index < lengthOf(place); index += 1) {
    const count = evaluation.errorCount;
    if (!evaluation.attempt(inner, place.at(index))) {
      if (count > before) evaluation.discard(count); // the first item that is wrong is enough of them
      continue;
    }
    found += 1;
    seen?.addItem(index);
    if (seen === undefined && (max === undefined ? found >= min : found > max)) break;
  }
  if (found >= min && (max === undefined || found <= max)) {
    evaluation.discard(before);
    return true;
  }
  return max === undefined
    ? evaluation.fail(place, 'contains', `must contain at least ${min} valid item(s)`, { minContains: min })
    : evaluation.fail(place, 'contains', `must contain at least ${min} and no more than ${max} valid item(s)`, {
        minContains: min,
        maxContains: max,
      });
};

const uniqueItems: Keyword = (evaluation, schema, place) =>
  schema.uniqueItems !== true ||
  !Array.isArray(place.value) ||
  !hasDuplicates(place.value) ||
  evaluation.fail(place, 'uniqueItems', 'must NOT have duplicate items');

const unevaluatedItems: Keyword = (evaluation, schema, place, seen) => {
  const inner = toSchema(schema.unevaluatedItems);
  let holds = true;
  for (let index = 0; index < lengthOf(place) && !evaluation.isFull; index += 1) {
    if (inner === true || seen?.hasItem(index)) continue;
    if (inner === false) return evaluation.fail(place, 'unevaluatedItems', 'must NOT have unevaluated items');
    holds = evaluation.apply(inner, place.at(index)) && holds;
  }
  seen?.addItems(Number.POSITIVE_INFINITY);
  return holds;
};

/** Keywords of lists, in the order in which they are looked at: sizes come first. */
export const arrayKeywords: Readonly<Record<string, Keyword>> = {
  maxItems: limit('maxItems', 'more', (found, bound) => found <= bound),
  minItems: limit('minItems', 'fewer', (found, bound) => found >= bound),
  prefixItems,
  items,
  contains,
  uniqueItems,
  unevaluatedItems,
};
