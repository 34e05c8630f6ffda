import { type Part, type Range, readPattern } from './pattern-reader.ts';

const FIRST_PRINTABLE = 32;
const LAST_PRINTABLE = 126;
const MOST_CHOICES = 300;

/**
 * Some texts that a pattern is likely to match (the caller tests them); none for a pattern with what is not understood,
 * such as a look-ahead.
 */
export function patternSamples(pattern: string): string[] {
  const part = readPattern(pattern);
  if (!part) return [];
  const texts = new Set<string>();
  for (let variant = 0; variant < 12; variant += 1) texts.add(write(part, variant).slice(0, 2000));
  return [...texts];
}

function write(part: Part, variant: number): string {
  switch (part.kind) {
    case 'sign': {
      const choices = choicesOf(part.ranges);
      return choices[(variant * 7) % Math.max(choices.length, 1)] ?? '';
    }
    case 'sequence':
      return part.parts.map((item, index) => write(item, variant + index * 5)).join('');
    case 'either': {
      const chosen = part.parts[variant % part.parts.length];
      return chosen ? write(chosen, Math.floor(variant / part.parts.length)) : '';
    }
    case 'repeat': {
      const times = Math.min(part.least + (variant % 4), part.most);
      return Array.from({ length: times }, (_, index) => write(part.part, variant + index * 3)).join('');
    }
    default:
      return '';
  }
}

/** Printable ASCII of the ranges, else the first of what they have. */
function choicesOf(ranges: readonly Range[]): string[] {
  const printable = ranges.flatMap(([from, to]) =>
    signs(Math.max(from, FIRST_PRINTABLE), Math.min(to, LAST_PRINTABLE)),
  );
  return printable.length > 0 ? printable : ranges.flatMap(([from, to]) => signs(from, to)).slice(0, MOST_CHOICES);
}

const signs = (from: number, to: number): string[] =>
  Array.from({ length: Math.max(0, Math.min(to - from + 1, MOST_CHOICES)) }, (_, index) =>
    String.fromCodePoint(from + index),
  );
