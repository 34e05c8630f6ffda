import type { ProductDocument } from '../services/catalog/document.ts';
import { startCatalogSuite } from '../services/catalog/testing/suite.ts';
import { cursorAfter, type List, measure, ROWS } from './measure.ts';
import { attributeRecords } from './scale/attributes.ts';
import { insertProducts } from './scale/products.ts';

/**
 * Latency of the lists of products, through the catalog service over HTTP, on a temporary database. `ROWS` and `ROUNDS`
 * bound it.
 */
const path = '/admin/products';
const suite = await startCatalogSuite();
try {
  const skusOf = (index: number) => ['S', 'M'].map(size => ({ sku: `SKU-${index}-${size}`, size }));
  await suite.mongo.db.collection<{ _id: string }>('attributes').insertMany(attributeRecords());
  await insertProducts(suite.mongo.db.collection<ProductDocument>('products'), ROWS, skusOf);
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
  await measure(`${ROWS} products: attributes`, service, [
    list('a value of 1 in 4', { attribute: 'origin:common' }),
    list('a value of 1 in 10,000', { attribute: 'origin:rare' }),
    list('a value of 1 in 3, all at the end of the list', { attribute: 'origin:early' }),
    list('a value of 1 in 4, by title', { attribute: 'origin:common', sort: 'title' }),
    list('a value of 1 in 4, counted', { attribute: 'origin:common', withTotal: 'true' }),
    list('a common value with a word of 1 in 10', { attribute: 'origin:common', q: 'cheese' }),
    list('a value in a category', { attribute: 'origin:common', category: 'category-3' }),
    list('a boolean of 1 in 3', { attribute: 'vegan:true' }),
    list('a number', { attribute: 'energy:250' }),
    list('a range of 1 in 10', { attribute: 'energy:100..199' }),
    list('a range of all', { attribute: 'energy:0..' }),
    list('an attribute of all', { attribute: 'energy' }),
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
