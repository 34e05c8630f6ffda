import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import sharp from 'sharp';
import { mongoLocks } from '../../platform/data/lease-mongo.ts';
import { silentLog } from '../../platform/testing/log.ts';
import { periodicWorker } from '../../platform/workers/periodic-worker.ts';
import { runImports } from '../imports/worker.ts';
import { type CatalogSuite, startCatalogSuite } from '../testing/suite.ts';
import { pictureKey, stockOf } from './file.ts';
import { groceryProducts } from './grocery.ts';
import { readable, readableSize } from './plain-titles.ts';
import { seed } from './seed.ts';

describe('words', () => {
  test.each([
    ['FRZN GARLIC BREAD/TOAST/STICKS', 'Frozen Garlic Bread and Toast and Sticks'],
    ['PREP FD: SIDE DISHES (HOT)', 'Prepared Food Side Dishes'],
    ['CANDY BARS (SINGLES)(INCLUDING', 'Candy Bars'],
    ['DAIRY CASE FRUIT DRINKS (NO JU', 'Dairy Case Fruit Drinks'],
    ['SOFT DRINKS 20PK&24PK CAN CARB', 'Soft Drinks'],
  ])('%s', (type, title) => {
    expect(readable(type)).toBe(title);
  });

  test.each<[string, string | undefined]>([
    ['16 OZ', '16 oz'],
    ['L      8 OZ', '8 oz'],
    ['8 1/2 OZ', '8.5 oz'],
    ['.13 OZ', '0.13 oz'],
    ['5.0 OZ', '5 oz'],
    ['12 PK/12 OZ', '12 × 12 oz'],
    ['10/6.75 OZ', '10 × 6.75 oz'],
    ['12 OZ/12 PK', '12 × 12 oz'],
    ['(600) 4 LB', '4 lb'],
    ['GAL', '1 gal'],
    ['83.5 SQ FT', '83.5 sq ft'],
    ['974246  PK', undefined],
    ['CTN', undefined],
    ['', undefined],
  ])('the size %p', (size, label) => {
    expect(readableSize(size, false)).toBe(label);
  });

  test('the crate in which bananas come is not the size of a banana', () => {
    expect([
      readableSize('40 LB', true),
      readableSize('48-54 CT', true),
      readableSize('36 CT', true),
      readableSize('5 LB', true),
    ]).toEqual([undefined, undefined, undefined, '5 lb']);
  });
});

describe('the thousand best-selling products', () => {
  const best = groceryProducts(1_000, false);

  test.each([
    ['Bananas', ['', '', '', '']],
    ['Organic Bananas', ['', 'yes', '', '']],
    ['Pepperoni Party Pizza, 10.2 oz', ['Frozen', '', '', '']],
    ['Sweet Iced Tea, 1 gal', ['Chilled', '', 'yes', '']],
    ['Medium Eggs, 1 dozen', ['', '', 'yes', '12']],
    ['Apple Juice Boxes, 10 × 6.75 oz', ['', '', '', '10']],
  ])('%s have the attributes that the data set says: %j', (title, attributes) => {
    expect(best.find(product => product.title === title)?.attributes).toEqual(attributes);
  });

  test('each has a title of its own that people would write', () => {
    expect(new Set(best.map(product => product.title)).size).toBe(1_000);
    expect(new Set(best.map(product => product.handle)).size).toBe(1_000);
    for (const { title } of best) {
      expect(title).not.toMatch(/[A-Z]{3,}|[()&]\S|\s{2}|undefined/);
      expect(title).toMatch(/^[A-Z0-9]/);
    }
    expect(best[0]).toMatchObject({
      title: 'Bananas',
      sku: '1082185',
      price: '1.01',
      category: { name: 'Fresh Fruit' },
      picture: { emoji: '🍌' },
    });
  });

  test('a picture shows what the title tells apart', () => {
    const shown = Object.fromEntries(
      best.map(({ title, picture }) => [title, `${picture.emoji}${picture.accent ?? ''}`]),
    );
    expect(shown).toMatchObject({
      'Cherry Yogurt, 6 oz': '🥣🍒',
      'Peach Yogurt, 6 oz': '🥣🍑',
      'Cherry Tomatoes, 12 oz': '🍅',
      Bananas: '🍌',
    });
    expect(new Set(best.map(pictureKey)).size).toBeGreaterThan(250);
  });

  test('they stand in 25 to 60 categories', () => {
    const categories = new Set(best.map(product => product.category.name));
    expect(categories.size).toBeGreaterThanOrEqual(25);
    expect(categories.size).toBeLessThanOrEqual(60);
  });

  test('stock: plenty of the first fifty, some low, some sold out, always the same', () => {
    const stock = best.map((product, rank) => stockOf(product.sku, rank));
    expect(stock.slice(0, 50).every(({ east, west }) => east >= 100 && west >= 100)).toBe(true);
    const totals = stock.map(({ east, west }) => east + west);
    expect(totals.filter(total => total === 0).length).toBeGreaterThan(10);
    expect(totals.filter(total => total > 0 && total <= 5).length).toBeGreaterThan(20);
    fc.assert(
      fc.property(fc.string(), fc.nat(70_000), (sku, rank) => expect(stockOf(sku, rank)).toEqual(stockOf(sku, rank))),
      { seed: 1 },
    );
  });
});

describe('seeding', () => {
  let suite: CatalogSuite;
  beforeAll(async () => {
    suite = await startCatalogSuite();
  });
  afterAll(() => suite.close());

  test('fills the shop through its front door, and doing it again changes nothing', async () => {
    const worker = periodicWorker(50, 'imports', signal => runImports(suite.importer, signal), {
      locks: mongoLocks({ db: suite.mongo.db, log: silentLog() }),
      log: silentLog(),
    });
    await worker.start();
    try {
      const printed: string[] = [];
      const options = { catalog: suite.merchant, best: 25, full: false, print: (line: string) => printed.push(line) };
      expect(await seed(options)).toMatchObject({ status: 'done', created: 25, failed: 0, errors: [] });
      const page = await suite.shopper.listProducts({ query: { limit: 25 } });
      if (page.status !== 200) throw new Error(JSON.stringify(page));
      expect(page.body.items.map(product => product.title)).toEqual(
        groceryProducts(25, false).map(product => product.title),
      );
      expect(page.body.items.find(({ title }) => title === 'Whole Milk')?.attributes).toMatchObject([
        { key: 'own-brand', name: 'Own brand', boolean: true },
      ]);
      const urls = new Set(page.body.items.map(product => product.images[0]?.url ?? ''));
      for (const url of urls) {
        const picture = await fetch(suite.url + url);
        expect(await sharp(await picture.arrayBuffer()).metadata()).toMatchObject({
          width: 640,
          height: 640,
          format: 'webp',
        });
      }
      expect(suite.inventory.levels.size).toBe(50);
      await suite.clearOutbox();
      expect(await seed(options)).toMatchObject({ created: 25 });
      expect(printed.at(-1)).toContain('imported already');
      await suite.mongo.db.collection('imports').deleteMany({});
      await suite.mongo.db.collection('idempotency_keys').deleteMany({});
      expect(await seed(options)).toMatchObject({ created: 0, updated: 0, unchanged: 25 });
      expect(await suite.outbox()).toEqual([]);
    } finally {
      await worker.stop();
    }
  });
});
