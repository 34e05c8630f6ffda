/** How many rows a page of a list may have. */
export const PAGE_SIZES = [25, 50, 100] as const;

/** Where the chosen size is kept, for all lists. */
export const PAGE_SIZE_KEY = 'covenant.page-size';

/** The kept size where it is one of those there are, else the smallest. */
export const pageSize = (kept: unknown): number => PAGE_SIZES.find(size => size === kept) ?? PAGE_SIZES[0];
