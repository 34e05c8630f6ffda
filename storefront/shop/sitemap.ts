import { escapeHtml } from '../../look/html.ts';
import { publicUrl } from './about.ts';
import { isUnavailable, listCategories, listProducts } from './catalog.ts';
import type { ServiceUnavailable } from './gateway.ts';

/** With more products than this, each category has a file of its own (sitemaps.org allows 50,000 URLs a file). */
const MAX_IN_ONE_FILE = 5_000;
const MAX_URLS = 50_000;
const PAGE = 100;

const document = (root: string, entries: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${entries.join('\n')}\n</${root}>\n`;
const loc = (path: string): string => `<loc>${escapeHtml(publicUrl() + path)}</loc>`;
const urlElement = (path: string, changed?: string): string =>
  `<url>${loc(path)}${changed ? `<lastmod>${changed}</lastmod>` : ''}</url>`;

async function productUrls(category?: string): Promise<string[] | ServiceUnavailable> {
  const entries: string[] = [];
  let cursor: string | undefined;
  do {
    const found = await listProducts({ limit: PAGE, ...(category === undefined ? {} : { category }), cursor });
    if (isUnavailable(found)) return found;
    for (const { slug, updatedAt } of found.items) entries.push(urlElement(`/products/${slug}`, updatedAt));
    cursor = found.nextCursor ?? undefined;
  } while (cursor !== undefined && entries.length < MAX_URLS);
  return entries;
}

/** The sitemap: one file, or an index with one file for each category. */
export async function sitemap(): Promise<string | ServiceUnavailable> {
  const categories = await listCategories();
  if (isUnavailable(categories)) return categories;
  const total = categories.reduce((sum, { products: count }) => sum + count, 0);
  if (total > MAX_IN_ONE_FILE) {
    return document(
      'sitemapindex',
      ['', ...categories.map(({ slug }) => slug)].map(
        slug => `<sitemap>${loc(`/sitemaps/${slug || 'shelves'}`)}</sitemap>`,
      ),
    );
  }
  const found = await productUrls();
  return isUnavailable(found) ? found : document('urlset', [...categoryUrls(categories), ...found]);
}

const categoryUrls = (categories: readonly { slug: string }[]): string[] =>
  ['/', '/categories', ...categories.map(({ slug }) => `/categories/${slug}`)].map(path => urlElement(path));

/** The sitemap of one category; `shelves` is the one of the categories themselves. */
export async function categorySitemap(slug: string): Promise<string | undefined | ServiceUnavailable> {
  const categories = await listCategories();
  if (isUnavailable(categories)) return categories;
  if (slug === 'shelves') return document('urlset', categoryUrls(categories));
  if (!categories.some(category => category.slug === slug)) return undefined;
  const found = await productUrls(slug);
  return isUnavailable(found) ? found : document('urlset', found);
}
