import { publicUrl } from './about.ts';
import { isDown, listCategories, listProducts } from './catalog.ts';
import type { Down } from './gateway.ts';

/**
 * More than this many products are told shelf by shelf, each in a file of its own (sitemaps.org allows 50,000 addresses
 * a file).
 */
const ONE_FILE = 5_000;
const MOST = 50_000;
const PAGE = 100;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const document = (root: string, entries: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${entries.join('\n')}\n</${root}>\n`;
const address = (path: string): string => `<loc>${escaped(publicUrl() + path)}</loc>`;
const page = (path: string, changed?: string): string =>
  `<url>${address(path)}${changed ? `<lastmod>${changed}</lastmod>` : ''}</url>`;

async function products(category?: string): Promise<string[] | Down> {
  const entries: string[] = [];
  let cursor: string | undefined;
  do {
    const found = await listProducts({ limit: PAGE, ...(category === undefined ? {} : { category }), cursor });
    if (isDown(found)) return found;
    for (const { slug, updatedAt } of found.items) entries.push(page(`/products/${slug}`, updatedAt));
    cursor = found.nextCursor ?? undefined;
  } while (cursor !== undefined && entries.length < MOST);
  return entries;
}

/** Every page worth finding: in one file, or in an index with a file a shelf where there are too many. */
export async function sitemap(): Promise<string | Down> {
  const categories = await listCategories();
  if (isDown(categories)) return categories;
  const total = categories.reduce((sum, { products: count }) => sum + count, 0);
  if (total > ONE_FILE) {
    return document(
      'sitemapindex',
      ['', ...categories.map(({ slug }) => slug)].map(
        slug => `<sitemap>${address(`/sitemaps/${slug || 'shelves'}`)}</sitemap>`,
      ),
    );
  }
  const found = await products();
  return isDown(found) ? found : document('urlset', [...shelvesOf(categories), ...found]);
}

const shelvesOf = (categories: readonly { slug: string }[]): string[] =>
  ['/', '/categories', ...categories.map(({ slug }) => `/categories/${slug}`)].map(path => page(path));

/** The file of one shelf; `shelves` is the one of the shelves themselves. */
export async function shelfSitemap(slug: string): Promise<string | undefined | Down> {
  const categories = await listCategories();
  if (isDown(categories)) return categories;
  if (slug === 'shelves') return document('urlset', shelvesOf(categories));
  if (!categories.some(category => category.slug === slug)) return undefined;
  const found = await products(slug);
  return isDown(found) ? found : document('urlset', found);
}
