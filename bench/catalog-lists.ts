import { toDocument } from '../services/catalog/document.ts';
import { createProduct } from '../services/catalog/product.ts';
import { startCatalogSuite } from '../services/catalog/testing/suite.ts';
import { newId } from '../services/platform/ids.ts';
import { cursorAfter, type List, measure, ROWS } from './measure.ts';

/**
 * Latency of the lists of products, through the catalog service over HTTP, on a temporary database. `ROWS` and `ROUNDS`
 * bound it.
 */
const path = '/admin/products';
const kinds = ['Tea', 'Coffee', 'Bread', 'Cheese', 'Apple', 'Soap', 'Lamp', 'Chair', 'Zinc', 'Candle'];
const sizes = ['small', 'medium', 'large', 'giant'];

function documentOf(index: number) {
  const kind = kinds[index % kinds.length] ?? 'Tea';
  const size = sizes[Math.floor(index / 7) % sizes.length] ?? 'small';
  const age = index < ROWS * 0.3 ? 'classic' : 'modern';
  const rare = index % 5_000 === 17 ? ' Quixotic' : '';
  const product = createProduct(
    {
      title: `${kind} ${size} common ${age} word${index % 97} batch${Math.floor(index / 40)}${rare}`,
      description: 'A description of a usual length, as people write them for a shop. '.repeat(6),
      category: `Category ${index % 200}`,
      status: index % 50 === 0 ? 'archived' : index % 10 === 0 ? 'draft' : 'active',
      brand: `Brand ${index % 300}`,
      variants: ['S', 'M'].map(value => ({
        sku: `SKU-${index}-${value}`,
        price: { amount: 100 + index, currency: 'USD' },
        options: { Size: value },
      })),
    },
    {
      images: [],
      category: { id: `c-${index % 200}`, slug: `category-${index % 200}`, name: `Category ${index % 200}` },
    },
    newId(),
    `product-${index}`,
    new Date(Date.UTC(2026, 0, 1) + index * 1_000),
  );
  return toDocument(product);
}

const suite = await startCatalogSuite();
try {
  const products = suite.mongo.db.collection<ReturnType<typeof toDocument>>('products');
  for (let from = 0; from < ROWS; from += 2_000)
    await products.insertMany(
      Array.from({ length: Math.min(2_000, ROWS - from) }, (_, index) => documentOf(from + index)),
    );
  const headers = await suite.identity.headers({ kind: 'staff', roles: ['catalog'] });
  const service = { url: suite.url, headers };
  const list = (name: string, query: Record<string, string>): List => [name, path, query];

  const orders: List[] = [];
  for (const sort of ['-updatedAt', 'updatedAt', '-createdAt', 'title', '-title']) {
    orders.push(list(`${sort}, first page`, { sort }));
    orders.push(list(`${sort}, page 200`, { sort, cursor: await cursorAfter(service, path, 50, { sort }) }));
  }
  await measure(`${ROWS} products: orders and filters`, service, [
    ...orders,
    ...['active', 'draft', 'archived'].map(status => list(`status ${status}`, { status })),
    list('category', { category: 'category-7' }),
    list('category by title', { category: 'category-7', sort: 'title' }),
    list('category and status', { category: 'category-10', status: 'draft' }),
  ]);
  await measure(`${ROWS} products: searches`, service, [
    list('a word of 20 products', { q: 'quixotic' }),
    list('a word of 1 in 10', { q: 'cheese' }),
    list('a word of all', { q: 'common' }),
    list('a word of none', { q: 'nowhere' }),
    list('one letter', { q: 'c' }),
    list('a common word, archived ones', { q: 'common', status: 'archived' }),
    list('a common word in a category', { q: 'cheese', category: 'category-3' }),
    list('a word of 1 in 10, all at the end of the list (by title)', { q: 'zinc', sort: 'title' }),
    list('a word of 3 in 10, all at the end of the list', { q: 'classic' }),
    list('two common words that meet', { q: 'cheese large' }),
    list('two common words that never meet', { q: 'cheese lamp' }),
    list('a common word and a rare one', { q: 'common quixotic' }),
    list('a whole sku', { q: `SKU-${Math.floor(ROWS / 3)}-M` }),
    list('the start of a sku', { q: 'SKU-999' }),
    list('the start of all skus', { q: 'sku-' }),
  ]);
} finally {
  await suite.close();
}
