import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type EventRecord, encodeEvent } from '../../contracts/codegen/runtime/events.ts';
import { catalogEvents, createCatalogConsumer } from '../../generated/catalog/events.ts';
import type { ListLevelsRequest } from '../../generated/inventory/types.ts';
import { newId } from '../platform/ids.ts';
import { catalogHandlers } from './events.ts';
import type { SkuTerms } from './search-terms.ts';
import { saveTerms } from './store-search-terms.ts';
import { type Inventory, startInventory, stockUp } from './testing/suite.ts';

const consumer = createCatalogConsumer({ handlers: catalogHandlers });
const at = '2026-11-22T10:00:02Z';

let inventory: Inventory;
beforeAll(async () => {
  inventory = await startInventory();
});
afterAll(() => inventory.close());

async function receive(record: EventRecord): Promise<void> {
  await consumer.dispatch(encodeEvent(record), updates => saveTerms(inventory.database, [updates]));
}

interface ProductUpdate {
  id: string;
  title: string;
  /** Titles of variants by their sku. */
  variants: Record<string, string>;
  version?: number;
  brand?: string;
  removedSkus?: string[];
}

const updated = ({ id, variants, version = 1, ...product }: ProductUpdate): EventRecord =>
  catalogEvents.ProductUpdated(id, {
    id,
    version,
    ...product,
    slug: 'a-product',
    status: 'active',
    category: { slug: 'tea', name: 'Tea' },
    images: [],
    tags: [],
    createdAt: at,
    updatedAt: at,
    variants: Object.entries(variants).map(([sku, title]) => ({ sku, title, price: { amount: 1, currency: 'USD' } })),
  });

async function found(query: NonNullable<ListLevelsRequest['query']>): Promise<string[]> {
  const places: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const answer = await inventory
      .staff('catalog')
      .listLevels({ query: { limit: 2, ...query, ...(cursor === undefined ? {} : { cursor }) } });
    if (answer.status !== 200) throw new Error(`${answer.status}`);
    places.push(...answer.body.items.map(({ sku, location }) => `${sku}@${location}`));
    if (answer.body.nextCursor === null) return places;
    cursor = answer.body.nextCursor;
  }
}

test('stock is found by the words of its product, its brand and its variant, page by page', async () => {
  await stockUp(inventory, { 'Green-1@east': 5, 'Green-1@west': 0, 'Green-2@east': 9, 'Black-1@east': 1 });
  await receive(
    updated({
      id: newId(),
      title: 'Thé vert',
      brand: 'Kusmi & Sons',
      variants: { 'Green-1': 'Small', 'Green-2': 'Large' },
    }),
  );
  await receive(updated({ id: newId(), title: 'Black Thé', variants: { 'Black-1': 'Black Thé' } }));
  expect(await found({ q: 'THE' })).toEqual(['Black-1@east', 'Green-1@east', 'Green-1@west', 'Green-2@east']);
  expect(await found({ q: ' ver the' })).toEqual(['Green-1@east', 'Green-1@west', 'Green-2@east']);
  expect(await found({ q: 'large thé' })).toEqual(['Green-2@east']);
  expect(await found({ q: 'kusmi' })).toHaveLength(3);
  expect(await found({ q: 'the', location: 'east', maxAvailable: 5 })).toEqual(['Black-1@east', 'Green-1@east']);
  expect(await found({ q: 'the', sku: 'Green-2' })).toEqual(['Green-2@east']);
  expect(await found({ q: 'vert black' })).toEqual([]);
});

test('stock is found by the start of its sku, in either case; before the event of its product arrives, in exact case', async () => {
  await stockUp(inventory, { 'Oat_1.5-kg@east': 5, 'oat-unknown@east': 5 });
  await receive(updated({ id: newId(), title: 'Porridge', variants: { 'Oat_1.5-kg': 'Porridge' } }));
  expect(await found({ q: 'Oat' })).toEqual(['Oat_1.5-kg@east']);
  expect(await found({ q: 'oat_1.5' })).toEqual(['Oat_1.5-kg@east']);
  expect(await found({ q: 'oat' })).toEqual(['Oat_1.5-kg@east', 'oat-unknown@east']);
});

test('a search text is never parsed as a query', async () => {
  expect(await found({ q: `'x':* | (` })).toEqual([]);
  expect(await found({ q: '!!!' })).toEqual([]);
  expect(await found({ q: '%' })).toEqual([]);
  expect(await found({ q: '  ', sku: 'Oat' })).toEqual(['Oat_1.5-kg@east']);
});

test('a renamed product, one without a former variant, or a deleted one is found by its current state, also when events arrive twice or late', async () => {
  const id = newId();
  const other = newId();
  await stockUp(inventory, { 'N-1@east': 1, 'N-2@east': 1 });
  const first = updated({ id, title: 'Nougat', variants: { 'N-1': 'Soft', 'N-2': 'Hard' } });
  const second = updated({ id, title: 'Turron', variants: { 'N-1': 'Soft' }, removedSkus: ['N-2'], version: 2 });
  for (const event of [first, second, first, second]) await receive(event);
  expect(await found({ q: 'nougat' })).toEqual([]);
  expect(await found({ q: 'turron' })).toEqual(['N-1@east']);
  // Another product takes the sku over before the first one's update is published.
  await receive(updated({ id: other, title: 'Marzipan', variants: { 'N-2': 'Marzipan' } }));
  await receive(second);
  expect(await found({ q: 'marzipan' })).toEqual(['N-2@east']);
  await receive(catalogEvents.ProductDeleted(id, { id, slug: 'a-product', skus: ['N-1'], version: 3 }));
  expect(await found({ q: 'turron' })).toEqual([]);
});

test('updates that are saved together have the same result as in sequence', async () => {
  const id = newId();
  const other = newId();
  await stockUp(inventory, { 'P-1@east': 1, 'P-2@east': 1, 'P-3@east': 1 });
  const updates: SkuTerms[] = [];
  const events = [
    updated({ id, title: 'Praline', variants: { 'P-1': 'Soft', 'P-2': 'Hard' } }),
    updated({ id: other, title: 'Fudge', variants: { 'P-3': 'Fudge' } }),
    updated({ id, title: 'Gianduja', variants: { 'P-1': 'Soft' }, removedSkus: ['P-2'], version: 2 }),
    updated({ id, title: 'Gianduja', variants: { 'P-1': 'Soft', 'P-2': 'Back' }, version: 3 }),
    catalogEvents.ProductDeleted(other, { id: other, slug: 'a-product', skus: ['P-3'], version: 2 }),
  ];
  for (const event of events) await consumer.dispatch(encodeEvent(event), async terms => void updates.push(terms));
  await saveTerms(inventory.database, updates);
  expect(await found({ q: 'praline' })).toEqual([]);
  expect(await found({ q: 'gianduja' })).toEqual(['P-1@east', 'P-2@east']);
  expect(await found({ q: 'fudge' })).toEqual([]);
  await saveTerms(inventory.database, updates.slice(0, 3));
  expect(await found({ q: 'gianduja back' })).toEqual(['P-2@east']);
  expect(await found({ q: 'praline' })).toEqual([]);
});

test('every sku of the catalog is listed, with nothing on hand, and can be adjusted', async () => {
  const id = newId();
  await receive(updated({ id, title: 'Saffron', variants: { 'Z-1': 'Saffron 1 g', 'Z-2': 'Saffron 5 g' } }));
  const levels = async () => {
    const answer = await inventory.staff('catalog').listLevels({ query: { q: 'saffron' } });
    if (answer.status !== 200) throw new Error(`${answer.status}`);
    return answer.body.items.map(({ sku, location, onHand }) => `${sku} ${location} ${onHand}`);
  };
  expect(await levels()).toEqual(['Z-1 east 0', 'Z-2 east 0']);
  const adjusted = await inventory.staff('catalog').adjustStock({
    headers: { 'idempotency-key': newId() },
    body: { sku: 'Z-1', location: 'west', delta: 4, reason: 'received' },
  });
  expect(adjusted).toMatchObject({ status: 201, body: { onHand: 4 } });
  expect(await levels()).toEqual(['Z-1 east 0', 'Z-1 west 4', 'Z-2 east 0']);
  await receive(
    updated({ id, title: 'Saffron', version: 2, variants: { 'Z-1': 'Saffron 1 g' }, removedSkus: ['Z-2'] }),
  );
  expect(await inventory.staff('catalog').listLevels({ query: { sku: 'Z-2' } })).toMatchObject({ body: { items: [] } });
  await receive(catalogEvents.ProductDeleted(id, { id, slug: 'saffron', skus: ['Z-1'], version: 3 }));
  expect(await inventory.staff('catalog').listLevels({ query: { sku: 'Z-1' } })).toMatchObject({
    body: { items: [{}, { onHand: 4 }] },
  });
});
