import { existsSync } from 'node:fs';

/** The two sides of a comparison as they were written; '' is the working tree. */
export interface Range {
  base: string;
  head: string;
}

/** `a..b`, `a b` or `a`; dots that belong to a path (`../a`) divide nothing. Undefined for anything else. */
export function rangeOf(positionals: readonly string[]): Range | undefined {
  const [first, second, ...others] = positionals;
  if (first === undefined || first === '' || others.length > 0) return undefined;
  if (second !== undefined) return { base: first, head: second };
  if (existsSync(first)) return { base: first, head: '' };
  const [, base, head] = /^(.*?[^./])\.\.\.?(?![./])(.*)$/.exec(first) ?? [];
  if (base === undefined || head === undefined) return { base: first, head: '' };
  return { base, head };
}
