/** A range of a number attribute; an end that is undefined is open. */
export interface AttributeRange {
  from: number | undefined;
  to: number | undefined;
}

const KEY = '[\\p{L}\\p{M}\\p{N}]+(?:-[\\p{L}\\p{M}\\p{N}]+)*';
const NUMBER = '-?\\d{1,10}(?:\\.\\d{1,9})?';
const filter = new RegExp(`^(?<key>${KEY}):(?:${KEY}|(?<from>${NUMBER})?\\.\\.(?<to>${NUMBER})?)$`, 'u');
const end = new RegExp(`^(?<end>from|to)\\.(?<key>${KEY})$`, 'u');

const numberOf = (text: string | undefined): number | undefined => {
  const typed = (text ?? '').trim().replace(',', '.');
  return new RegExp(`^${NUMBER}$`).test(typed) ? Number(typed) : undefined;
};

/** A range as search takes it; ends in the wrong order are swapped, and one without ends is none. */
export function rangeFilter(key: string, { from, to }: AttributeRange): string[] {
  if (from === undefined && to === undefined) return [];
  const isSwapped = from !== undefined && to !== undefined && from > to;
  const [low, high] = isSwapped ? [to, from] : [from, to];
  return [`${key}:${low ?? ''}..${high ?? ''}`];
}

/** The key of the attribute that a filter is about. */
export const keyOfFilter = (text: string): string => text.slice(0, text.indexOf(':'));

/** The values of an attribute that are on: those of a choice or boolean, not the range of a number. */
export function chosenValues(filters: readonly string[], key: string): string[] {
  return filters
    .filter(text => keyOfFilter(text) === key && !text.includes('..'))
    .map(text => text.slice(key.length + 1));
}

/** The range of an attribute that is on. */
export function chosenRange(filters: readonly string[], key: string): AttributeRange | undefined {
  const found = filters.find(text => keyOfFilter(text) === key && text.includes('..'));
  const ends = found === undefined ? undefined : filter.exec(found)?.groups;
  return ends && { from: numberOf(ends.from), to: numberOf(ends.to) };
}

/**
 * The filters by attributes of a URL: `attribute=<key>:<value>` and `attribute=<key>:<from>..<to>` as search takes
 * them, and `from.<key>` and `to.<key>`, as a form gives what was typed. What is neither is ignored.
 */
export function parseAttributeFilters(params: Readonly<Record<string, string | string[] | undefined>>): string[] {
  const given = [params.attribute ?? []].flat().flatMap(text => {
    const groups = filter.exec(text)?.groups;
    if (!groups?.key || text.length > 200) return [];
    if (!text.includes('..')) return [text];
    return rangeFilter(groups.key, { from: numberOf(groups.from), to: numberOf(groups.to) });
  });
  const typed = new Map<string, AttributeRange>();
  for (const [name, value] of Object.entries(params)) {
    const groups = end.exec(name)?.groups;
    if (!groups?.key) continue;
    const range = typed.get(groups.key) ?? { from: undefined, to: undefined };
    const number = numberOf([value].flat()[0]);
    typed.set(groups.key, groups.end === 'from' ? { ...range, from: number } : { ...range, to: number });
  }
  const kept = given.filter(text => !(text.includes('..') && typed.has(keyOfFilter(text))));
  return [...new Set([...kept, ...[...typed].flatMap(([key, range]) => rangeFilter(key, range))])].slice(0, 40);
}
