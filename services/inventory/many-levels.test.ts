import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import type { ListLevelsRequest } from '../../generated/inventory/types.ts';
import type { Prisma } from './prisma/client/client.ts';
import { queryOf } from './search-terms.ts';
import { collectLevels, scanLevels } from './store-levels.ts';
import { fillStock } from './testing/fill-stock.ts';
import { type Inventory, startInventory } from './testing/suite.ts';

const SKUS = 20_000;
const skuOf = (n: number) => `SKU-${String(n).padStart(6, '0')}`;
const numbers = Array.from({ length: SKUS }, (_, n) => n);

let inventory: Inventory;
beforeAll(async () => {
  inventory = await startInventory();
  await fillStock(statement => inventory.database.$executeRawUnsafe(statement), SKUS);
}, 120_000);
afterAll(() => inventory.close());

const planSchema = z.array(z.object({ 'QUERY PLAN': z.string() }));
const planOf = async (query: Prisma.Sql) =>
  planSchema
    .parse(await inventory.database.$queryRaw`EXPLAIN ${query}`)
    .map(row => row['QUERY PLAN'])
    .join('\n');

type Query = NonNullable<ListLevelsRequest['query']>;

async function page(query: Query): Promise<{ places: string[]; next: string | undefined }> {
  const answer = await inventory.staff('catalog').listLevels({ query: { limit: 25, ...query } });
  if (answer.status !== 200) throw new Error(`${answer.status}`);
  return {
    places: answer.body.items.map(({ sku, location }) => `${sku}@${location}`),
    next: answer.body.nextCursor ?? undefined,
  };
}

describe(`with ${2 * SKUS} levels`, () => {
  test.each<[string, Query, (n: number) => boolean]>([
    ['a word of all', { q: 'common' }, () => true],
    ['a word of 1 in 10', { q: 'CHEESE' }, n => n % 10 === 3],
    ['a word of few', { q: 'quixotic' }, n => n % 5_000 === 17],
    ['a word of none', { q: 'nowhere' }, () => false],
    ['a word whose skus are all at the end', { q: 'modern' }, n => n >= SKUS * 0.7],
    ['two words that never meet', { q: 'cheese lamp' }, () => false],
    ['a common word and a rare one', { q: 'common quix' }, n => n % 5_000 === 17],
    ['a word of what is sold out', { q: 'tea', maxAvailable: 0 }, n => n % 500 === 0],
    ['the start of a sku', { q: 'sku-0123' }, n => n >= 12_300 && n < 12_400],
    ['the start of all skus', { q: 'sku' }, () => true],
    ['what runs low', { maxAvailable: 10 }, n => n % 50 === 0],
  ])('%s is found, page by page', async (_name, query, meets) => {
    const expected = numbers.filter(meets).flatMap(n => [`${skuOf(n)}@east`, `${skuOf(n)}@west`]);
    const first = await page(query);
    expect(first.places).toEqual(expected.slice(0, 25));
    if (first.next === undefined) return;
    expect((await page({ ...query, cursor: first.next })).places).toEqual(expected.slice(25, 50));
  });

  test.each<[string, Prisma.Sql]>([
    ['everything', collectLevels({}, 26)],
    ['a location', collectLevels({ location: 'west' }, 26)],
    ['the start of a sku', collectLevels({ sku: 'SKU-0123' }, 26)],
    ['a word', collectLevels({ q: 'quixotic' }, 26)],
    ['a common word', scanLevels({}, 'common', queryOf('common') ?? '', 26)],
    ['after a position', collectLevels({ after: { sku: skuOf(15_000), location: 'east' } }, 26)],
  ])('a list of %s is read from indexes', async (_name, query) => {
    expect(await planOf(query)).not.toMatch(/Seq Scan/);
  });

  test('sold-out levels are read without reading the others', async () => {
    expect(await planOf(collectLevels({ maxAvailable: 0 }, 26))).toMatch(/levels_available_idx/);
    expect(await planOf(collectLevels({ maxAvailable: 0, location: 'east' }, 26))).toMatch(/levels_available_idx/);
  });

  test('words use their index', async () => {
    expect(await planOf(collectLevels({ q: 'quixotic' }, 26))).toMatch(/sku_words_words_idx/);
    expect(await planOf(collectLevels({ q: 'cheese lamp' }, 26))).toMatch(/sku_words_words_idx/);
  });
});
