import anyAscii from 'any-ascii';

/** Characters of a made slug; the contract takes longer ones from merchants. */
export const MAX_SLUG = 120;

/**
 * Text as a slug: letters of any script transliterated to ASCII, in lower case, joined by hyphens, at most 120
 * characters; `fallback` where the text has no letters and digits. Two texts may have the same slug: identity is never
 * derived from it (`freeSlug`).
 */
export function slugify(text: string, fallback = 'product'): string {
  const slug = anyAscii(text.normalize('NFKC').replace(/&/g, ' and ').replace(/%/g, ' percent '))
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_SLUG)
    .replace(/^-+|-+$/g, '');
  return slug || fallback;
}

const withNumber = (base: string, number: number): string => {
  const suffix = `-${number}`;
  return `${base.slice(0, MAX_SLUG - suffix.length).replace(/-+$/, '')}${suffix}`;
};

/** The first of `base`, `base-2`, `base-3`, … that is not taken; a long base is cut so that the number fits. */
export function freeSlug(base: string, taken: ReadonlySet<string>): string {
  if (!taken.has(base)) return base;
  let number = 2;
  while (taken.has(withNumber(base, number))) number += 1;
  return withNumber(base, number);
}

/** Matches every slug that `freeSlug` may make of `base`. */
export function slugsOf(base: string): RegExp {
  const stem = base.slice(0, MAX_SLUG - 8).replace(/-+$/, '');
  return base.length > MAX_SLUG - 8 ? new RegExp(`^${stem}`) : new RegExp(`^${base}(-\\d+)?$`);
}
