import { readFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { MongoClient } from 'mongodb';
import pg from 'pg';
import { z } from 'zod';
import type { ProductDocument } from '../services/catalog/document.ts';
import type { CategoryDocument } from '../services/catalog/store-categories.ts';
import { fillStock } from '../services/inventory/testing/fill-stock.ts';
import { type List, type Query, quantile, read, type Service } from './measure.ts';
import { type OrderSystem, startOrderSystem } from './order-system.ts';
import { listenerOf } from './processes.ts';
import { ratioTable, writeResults } from './results.ts';
import { attributeRecords } from './scale/attributes.ts';
import { categoryRecords, insertProducts, titleOf } from './scale/products.ts';

/**
 * What `--products` (1,000,000) cost beside 10,000: imports of `--rows` (30,000) new ones, the index of search built
 * anew, lists, search, suggestions, sitemap, memory. Starts catalog, inventory and search on the servers that the
 * environment names, with databases of their own. `--write` puts the table into RESULTS.md.
 */
const { values } = parseArgs({
  options: {
    products: { type: 'string', default: '1000000' },
    rows: { type: 'string', default: '30000' },
    write: { type: 'boolean', default: false },
  },
});
const FEW = 10_000;
const ROUNDS = 30;
const WARM_UP = 3;
const POLL_MS = 250;

const say = (text: string) => process.stdout.write(`${text}\n`);
const skuOf = (index: number): string => `SKU-${String(index).padStart(6, '0')}`;
const importState = z.object({ id: z.string(), status: z.string(), rowsPerSecond: z.number().optional() });
const indexState = z.object({ products: z.number(), rebuilding: z.boolean() });

interface Shop {
  system: OrderSystem;
  catalog: Service;
  search: Service;
}

/** Times of requests by what they ask for, ms. */
async function time(service: Service, path: string, query: Query): Promise<number> {
  const times: number[] = [];
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    const began = performance.now();
    await read(service, path, query);
    if (round >= 0) times.push(performance.now() - began);
  }
  return quantile(
    times.sort((one, other) => one - other),
    0.5,
  );
}

async function get<T>({ url, headers }: Service, path: string, schema: z.ZodType<T>): Promise<T> {
  const response = await fetch(url + path, { headers });
  if (!response.ok) throw new Error(`${path} answers ${response.status}: ${await response.text()}`);
  return schema.parse(await response.json());
}

async function post({ url, headers }: Service, path: string, body?: string): Promise<unknown> {
  const type = { 'content-type': 'text/csv' };
  const init = { method: 'POST', headers: { ...headers, ...(body && type) }, ...(body && { body }) };
  const response = await fetch(url + path, init);
  if (!response.ok) throw new Error(`${path} answers ${response.status}: ${await response.text()}`);
  return response.json();
}

/** Fills catalog and inventory, not search: as many products, a sku each, at two locations. */
async function fill({ mongoUrl, databases }: OrderSystem, count: number): Promise<void> {
  const mongo = await new MongoClient(mongoUrl).connect();
  await mongo.db().collection<CategoryDocument>('categories').insertMany(categoryRecords());
  await mongo.db().collection<{ _id: string }>('attributes').insertMany(attributeRecords());
  await insertProducts(mongo.db().collection<ProductDocument>('products'), count, at => [{ sku: skuOf(at) }]);
  await mongo.close();
  const client = new pg.Client({ connectionString: databases.inventory });
  await client.connect();
  await fillStock(statement => client.query(statement), count);
  await client.end();
}

/** Waits until an index has been built, or has as many products. @returns how long it took, s */
async function untilIndexed({ search }: Shop, holds: (state: z.infer<typeof indexState>) => boolean): Promise<number> {
  const began = performance.now();
  while (!holds(await get(search, '/admin/search/index', indexState))) await sleep(POLL_MS);
  return (performance.now() - began) / 1_000;
}

/** Imports new products, without pictures. @returns rows a second, as the import itself reckons them */
async function importRows({ catalog }: Shop, from: number, rows: number): Promise<number> {
  const description = 'A description of a usual length, as people write them for a shop. '.repeat(3);
  const lines = Array.from({ length: rows }, (_, at) => {
    const index = from + at;
    return `import-${index},${titleOf(index, from)},"${description}",Category ${index % 200},Brand ${index % 300},NEW-${index},4.99,USD,active`;
  });
  const file = ['handle,title,description,category,brand,sku,price,currency,status', ...lines].join('\n');
  const { id } = importState.parse(await post(catalog, '/admin/imports?fileName=new.csv', file));
  for (;;) {
    const job = await get(catalog, `/admin/imports/${id}`, importState);
    if (job.status === 'done') return job.rowsPerSecond ?? Number.NaN;
    if (job.status === 'failed') throw new Error(`The import failed: ${JSON.stringify(job)}`);
    await sleep(POLL_MS);
  }
}

/** All pages of a category, as the sitemap of the storefront reads them, ms. */
async function readSitemap({ catalog }: Shop): Promise<number> {
  const began = performance.now();
  let cursor = '';
  do {
    const query = { limit: 100, category: 'category-7', ...(cursor && { cursor }) };
    cursor = (await read(catalog, '/products', query)).nextCursor ?? '';
  } while (cursor);
  return performance.now() - began;
}

const megabytes = async (pid: number): Promise<number> =>
  Number(/^VmRSS:\s+(\d+) kB/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024;

/** Memory of the services, and of the servers of the environment as far as they can be seen, MB. */
async function memory({ system }: Shop): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const [name, pid] of Object.entries(system.pids)) found.set(name, await megabytes(pid));
  for (const [name, url] of [
    ['MongoDB', process.env.MONGODB_URL],
    ['Elasticsearch', process.env.ELASTICSEARCH_URL],
  ] as const) {
    const pid = url === undefined ? undefined : await listenerOf(Number(new URL(url).port));
    if (pid !== undefined) found.set(name, await megabytes(pid));
  }
  return found;
}

function lists(count: number): readonly (readonly [of: 'catalog' | 'search', ...List])[] {
  const page = { limit: 25 };
  return [
    ['catalog', 'shop: newest products', '/products', page],
    ['catalog', 'shop: a category', '/products', { ...page, category: 'category-7' }],
    ['catalog', 'shop: categories', '/categories'],
    ['search', 'search: a word of 1 in 10', '/search', { ...page, q: 'cheese' }],
    ['search', 'search: a word of all', '/search', { ...page, q: 'common' }],
    ['search', 'search: a rare word', '/search', { ...page, q: 'quixotic' }],
    ['search', 'search: two words and a filter', '/search', { ...page, q: 'large cheese', category: ['category-3'] }],
    ['search', 'search: an attribute', '/search', { ...page, attribute: ['origin:common'] }],
    ['search', 'search: misspelt', '/search', { ...page, q: 'quixotik' }],
    ['search', 'search: a sku', '/search', { ...page, q: skuOf(Math.floor(count / 3)) }],
    ['search', 'search: everything by price', '/search', { ...page, sort: 'price-asc' }],
    ['search', 'suggestions: che', '/suggest', { q: 'che' }],
    ['search', 'suggestions: large com', '/suggest', { q: 'large com' }],
    ['catalog', 'console: products', '/admin/products', page],
    ['catalog', 'console: drafts by title', '/admin/products', { ...page, status: 'draft', sort: 'title' }],
    ['catalog', 'console: an attribute', '/admin/products', { ...page, attribute: 'origin:common' }],
    ['catalog', 'console: a rare word', '/admin/products', { ...page, q: 'quixotic' }],
    ['catalog', 'console: two common words', '/admin/products', { ...page, q: 'cheese large' }],
    ['catalog', 'console: the start of a sku', '/admin/products', { ...page, q: 'SKU-0099' }],
  ];
}

async function measureShop(count: number): Promise<Map<string, number>> {
  const result = new Map<string, number>();
  const system = await startOrderSystem({ mode: 'production', only: ['catalog', 'inventory', 'search'] });
  try {
    const headers = await system.staff();
    const catalog = { url: system.urls.catalog, headers };
    const shop: Shop = { system, catalog, search: { url: system.urls.search, headers } };
    const began = performance.now();
    await fill(system, count);
    say(`${count} products were written in ${((performance.now() - began) / 1_000).toFixed(0)} s`);
    await post(shop.search, '/admin/search/reindex');
    const seconds = await untilIndexed(shop, state => !state.rebuilding && state.products > 0);
    const { products } = await get(shop.search, '/admin/search/index', indexState);
    result.set('index built anew, s', seconds);
    result.set('index built anew, products/s', products / seconds);
    const rows = Number(values.rows);
    result.set('import, rows/s', await importRows(shop, count, rows));
    result.set('until all of them are found, s', await untilIndexed(shop, state => state.products >= products + rows));
    for (const [of, name, path, query = {}] of lists(count))
      result.set(`${name}, ms`, await time(shop[of], path, query));
    result.set('sitemap of a category, ms', await readSitemap(shop));
    for (const [name, mb] of await memory(shop)) result.set(`memory: ${name}, MB`, mb);
  } finally {
    await system.close();
  }
  return result;
}

const count = Number(values.products);
const few = await measureShop(FEW);
const many = await measureShop(count);
const table = [
  `${values.rows} rows are imported into each, load ${loadavg()[0]?.toFixed(1)} after.`,
  '',
  ...ratioTable([`${FEW.toLocaleString('en')} products`, count.toLocaleString('en')], few, many),
].join('\n');
say(table);
if (values.write) writeResults(join(import.meta.dirname, 'RESULTS.md'), 'products', table);
