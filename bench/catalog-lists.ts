import { MongoClient } from 'mongodb';
import { toDocument } from '../services/catalog/document.ts';
import { type ListQuery, productLists } from '../services/catalog/lists.ts';
import type { ProductSort } from '../services/catalog/part.ts';
import { createProduct } from '../services/catalog/product.ts';
import { prepareDatabase } from '../services/catalog/schema.ts';
import { newId } from '../services/platform/ids.ts';

/**
 * How long the lists of the console take at 100,000 products, on a real MongoDB (`MONGODB_URL`, a replica set): p50 and p95 of each kind of
 * list, in ms, as Markdown. Makes a database of its own and drops it. `PRODUCTS` and `ROUNDS` bound it.
 */
const count = Number(process.env.PRODUCTS ?? 100_000);
const rounds = Number(process.env.ROUNDS ?? 40);
const url = process.env.MONGODB_URL;
if (!url) throw new Error('MONGODB_URL names the database server');

const client = new MongoClient(url);
const db = client.db(`bench_lists_${process.pid}`);
const kinds = ['Tea', 'Coffee', 'Bread', 'Cheese', 'Apple', 'Soap', 'Lamp', 'Chair', 'Zinc', 'Candle'];
const sizes = ['small', 'medium', 'large', 'giant'];

function documentOf(index: number) {
  const kind = kinds[index % kinds.length] ?? 'Tea';
  const size = sizes[Math.floor(index / 7) % sizes.length] ?? 'small';
  const rare = index % 5_000 === 17 ? ' Quixotic' : '';
  const product = createProduct(
    {
      title: `${kind} ${size} common word${index % 97} batch${Math.floor(index / 40)}${rare}`,
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
    [],
    newId(),
    `product-${index}`,
    new Date(Date.UTC(2026, 0, 1) + index * 1_000),
  );
  return toDocument(product);
}

const at = (times: readonly number[], part: number): string => (times[Math.floor((times.length - 1) * part)] ?? 0).toFixed(1);

try {
  const products = db.collection<ReturnType<typeof toDocument>>('products');
  for (let from = 0; from < count; from += 2_000)
    await products.insertMany(Array.from({ length: Math.min(2_000, count - from) }, (_, index) => documentOf(from + index)));
  // Indexes are built once the products are there: that is many times faster than keeping them up with each.
  await prepareDatabase(db);
  const lists = productLists(products);

  async function measure(name: string, query: Partial<ListQuery>): Promise<void> {
    const times: number[] = [];
    let found = 0;
    for (let round = 0; round < rounds; round += 1) {
      const started = performance.now();
      found = (await lists.listAll({ limit: 25, ...query })).items.length;
      times.push(performance.now() - started);
    }
    times.sort((a, b) => a - b);
    process.stdout.write(`| ${name} | ${found} | ${at(times, 0.5)} | ${at(times, 0.95)} |\n`);
  }
  /** The cursor that stands about halfway through a list. */
  function middle(sort: ProductSort): string {
    const { _id, titleKey, updatedAt } = documentOf(Math.floor(count / 2));
    const position = sort.endsWith('title')
      ? ['titleKey', titleKey, _id]
      : [sort.endsWith('createdAt') ? 'createdAt' : 'updatedAt', updatedAt.getTime(), _id];
    return Buffer.from(JSON.stringify(position)).toString('base64url');
  }

  process.stdout.write(`${count} products, ${rounds} rounds\n\n| list | rows | p50 ms | p95 ms |\n|---|---|---|---|\n`);
  for (const sort of ['-updatedAt', 'updatedAt', '-createdAt', 'title', '-title'] as const) {
    await measure(`${sort}, first page`, { sort });
    await measure(`${sort}, in the middle`, { sort, cursor: middle(sort) });
  }
  for (const status of ['active', 'draft', 'archived'] as const) await measure(`status ${status}`, { status });
  await measure('category', { category: 'category-7' });
  await measure('category by title', { category: 'category-7', sort: 'title' });
  await measure('category and status', { category: 'category-10', status: 'draft' });
  const words = {
    'a word of 20 products': 'quixotic',
    'a word of 1 in 10': 'cheese',
    'a word of all': 'common',
    'a word of none': 'nowhere',
    'one letter': 'c',
  };
  for (const [name, q] of Object.entries(words)) await measure(name, { q });
  await measure('a common word, archived ones', { q: 'common', status: 'archived' });
  await measure('the last word of the alphabet, by title', { q: 'zinc', sort: 'title' });
  await measure('two common words that never meet', { q: 'cheese lamp' });
  await measure('a common word and a rare one', { q: 'common quixotic' });
  await measure('a whole sku', { q: `SKU-${Math.floor(count / 3)}-M` });
  await measure('the start of a sku', { q: 'SKU-999' });
  await measure('the start of all skus', { q: 'sku-' });
} finally {
  await db.dropDatabase();
  await client.close();
}
